"""What goes wrong while a batch runs costs one clear line at most, and a rerun ends as if it had not been."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batch_folders import PLACES, hashes, make_batch, rows
from batch_workers import DIES, WAITS, begun, end_group, go_on, make_pipes, started

from reconcile.batching.running import batch
from reconcile.cli import run_program
from tests.programs import change, write

DOCUMENTED = {".lock", "parts", "reports", "reconcile.duckdb"}
RUN = ("batch", "manifest.csv", "-o", "out")
BATCH = ("batch", "manifest.csv", "-o")


@pytest.fixture
def whole(command: Any, folder: Path) -> Path:
    """What the batch of the folder ends as when nothing goes wrong."""
    assert command(*BATCH, "whole").status == 0
    return folder / "whole"


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """A folder with a pair of which the work waits until it is let go on."""
    folder = make_batch(tmp_path / "waiting", ["甲市", f"{WAITS}乙市", "丙市", "丁市"])
    make_pipes(folder)
    return folder


def assert_same(out: Path, whole: Path) -> None:
    assert hashes(out) == hashes(whole)
    assert rows(out) == rows(whole)
    assert {path.name for path in out.iterdir()} == DOCUMENTED
    assert list((out / "reports").iterdir()) == []


def undisturbed(folder: Path) -> Path:
    """The results of a folder, by one process."""
    batch(folder / "manifest.csv", folder / "whole", jobs=1)
    return folder / "whole"


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """This process can write no file of more bytes, as where the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "content",
    [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", "不是".encode(), None],
    ids=["0", "4", "108", "text", "cut"],
)
def test_a_part_that_cannot_be_read_is_made_anew(
    command: Any, folder: Path, whole: Path, content: bytes | None
) -> None:
    out = shutil.copytree(whole, folder / "out")
    part = out / "parts" / "甲市.parquet"
    part.write_bytes(part.read_bytes()[:-100] if content is None else content)
    answer = command(*RUN)
    assert (answer.status, answer.err) == (0, "wrote out: 3 pairs: 1 reconciled, 2 up to date, 0 failed\n")
    assert_same(out, whole)


def test_a_parquet_file_of_somebody_else_in_the_place_of_a_part_is_replaced(
    command: Any, folder: Path, whole: Path
) -> None:
    out = shutil.copytree(whole, folder / "out")
    duckdb.sql("SELECT 1 AS pair").write_parquet(str(out / "parts" / "甲市.parquet"))
    assert command(*RUN).status == 0
    assert_same(out, whole)


def test_files_of_somebody_else_beside_the_parts_are_left_alone_and_not_counted(
    command: Any, folder: Path, whole: Path
) -> None:
    out = shutil.copytree(whole, folder / "out")
    theirs = out / "parts" / "theirs.parquet"
    duckdb.sql("SELECT 1 AS pair").write_parquet(str(theirs))
    assert command(*RUN).status == 0
    assert theirs.exists()
    assert rows(out) == rows(whole)


def test_a_part_with_damaged_rows_is_told_and_the_next_run_makes_it_anew(
    command: Any, folder: Path, whole: Path
) -> None:
    out = shutil.copytree(whole, folder / "out")
    part = out / "parts" / "乙市.parquet"
    data = part.read_bytes()
    part.write_bytes(data[:10] + bytes(200) + data[210:])
    (out / "reconcile.duckdb").unlink()
    answer = command(*RUN)
    assert answer.status == 2
    assert answer.err == (
        "reconcile: out/parts/乙市.parquet: it was damaged, and is taken away; run it again: what is whole is kept\n"
    )
    assert command(*RUN).err == "wrote out: 3 pairs: 1 reconciled, 2 up to date, 0 failed\n"
    assert_same(out, whole)


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "hole", "gone"])
def test_a_damaged_database_is_built_anew_from_the_parts(command: Any, folder: Path, whole: Path, damage: str) -> None:
    out = shutil.copytree(whole, folder / "out")
    database = out / "reconcile.duckdb"
    data = database.read_bytes()
    broken = {"empty": b"", "text": b"no database", "cut": data[:5000], "hole": bytes(20_000) + data[20_000:]}
    database.unlink()
    if damage in broken:
        database.write_bytes(broken[damage])
    assert command(*RUN).err == "wrote out: 3 pairs: 0 reconciled, 3 up to date, 0 failed\n"
    assert_same(out, whole)


def test_what_another_program_left_beside_the_database_does_not_spoil_the_new_one(
    command: Any, folder: Path, whole: Path
) -> None:
    out = shutil.copytree(whole, folder / "out")
    (out / "reconcile.duckdb").write_bytes(b"")
    (out / "reconcile.duckdb.wal").write_bytes(b"a log of changes to another file")
    assert command(*RUN).status == 0
    assert_same(out, whole)


def test_a_lock_with_anything_in_it_is_a_lock(command: Any, folder: Path, whole: Path) -> None:
    out = shutil.copytree(whole, folder / "out")
    (out / ".lock").write_text("12345\nof another machine")
    assert command(*RUN).status == 0
    (out / ".lock").unlink()
    assert command(*RUN).status == 0
    assert_same(out, whole)


def test_a_folder_in_the_place_of_the_lock_is_told(command: Any, folder: Path) -> None:
    (folder / "out" / ".lock").mkdir(parents=True)
    answer = command(*RUN)
    assert answer.status == 2
    assert answer.err.startswith("reconcile: out/.lock: the folder cannot be written to: ")
    assert answer.err.count("\n") == 1


def test_a_file_in_the_place_of_the_folder_is_told(command: Any, folder: Path) -> None:
    write(folder / "out", "")
    answer = command(*RUN)
    assert answer.status == 2
    assert answer.err.startswith("reconcile: out")
    assert "the folder cannot be written to: " in answer.err


@pytest.mark.parametrize("size", [1_000, 8_000])
def test_a_disk_too_full_for_a_part_is_told_and_a_rerun_completes(
    command: Any, folder: Path, whole: Path, size: int
) -> None:
    with files_up_to(size):
        answer = command(*RUN)
    assert answer.status == 2
    assert answer.err.startswith("reconcile: out/parts/甲市.parquet: it cannot be written: ")
    assert answer.err.endswith("check its permissions and the free space, and run it again: what is done is kept\n")
    assert [path for path in (folder / "out").rglob("*") if path.is_file()] == [folder / "out" / ".lock"]
    assert command(*RUN).status == 0
    assert_same(folder / "out", whole)


@pytest.mark.parametrize("size", [60_000, 300_000, 1_500_000])
def test_a_disk_too_full_for_the_database_leaves_the_old_one_and_the_parts(
    command: Any, folder: Path, size: int
) -> None:
    assert command(*RUN).status == 0
    before = rows(folder / "out")
    change(folder / "0" / "outcome.txt", "210", "220")
    with files_up_to(size):
        answer = command(*RUN)
    assert answer.status == 2
    assert answer.err.startswith("reconcile: out/reconcile.duckdb: it cannot be written: ")
    assert answer.err.count("\n") == 1
    assert {path.name for path in (folder / "out").iterdir()} == DOCUMENTED
    assert rows(folder / "out") == before
    assert command(*RUN).err == "wrote out: 3 pairs: 0 reconciled, 3 up to date, 0 failed\n"
    assert_same(folder / "out", undisturbed(folder))


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A disk of its own at a folder; skips the test where this user may make none."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only a user who may mount disks can fill one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full_and_then_has_room_again(command: Any, folder: Path, whole: Path) -> None:
    with disk(folder / "out", "size=1m") as out:
        answer = command(*RUN)
        assert answer.status == 2
        assert answer.err.startswith("reconcile: out/reconcile.duckdb: it cannot be written: ")
        assert hashes(out) == hashes(whole)
        subprocess.run(["mount", "-o", "remount,size=20m", str(out)], check=True)
        assert command(*RUN).err == "wrote out: 3 pairs: 0 reconciled, 3 up to date, 0 failed\n"
        assert_same(out, whole)


def test_a_folder_that_cannot_be_written_to_is_told(command: Any, folder: Path) -> None:
    with disk(folder / "out", "size=20m") as out:
        assert command(*RUN).status == 0
        before = hashes(out)
        subprocess.run(["mount", "-o", "remount,ro", str(out)], check=True)
        change(folder / "0" / "outcome.txt", "210", "220")
        answer = command(*RUN)
        assert answer.status == 2
        assert "cannot be written to: Read-only file system; check its permissions" in answer.err
        assert answer.err.count("\n") == 1
        assert hashes(out) == before


def test_names_that_are_no_file_names_are_kept_apart(command: Any, folder: Path) -> None:
    names = ["../甲", "..", "a/b", "a%2Fb", "市" * 300, "市" * 299 + "县", ".hidden", "-o"]
    lines = [f"{name},0/plan.txt,0/outcome.txt" for name in names]
    write(folder / "manifest.csv", "\n".join(["name,plan,outcome", *lines]))
    answer = command(*RUN, "--report")
    assert (answer.status, answer.err) == (0, "wrote out: 8 pairs: 8 reconciled, 0 up to date, 0 failed\n")
    assert [pair for pair, *_ in rows(folder / "out")["pairs"]] == names
    parts = sorted(path.stem for path in (folder / "out" / "parts").iterdir())
    assert len(parts) == len(names)
    assert parts == sorted(path.stem for path in (folder / "out" / "reports").iterdir())
    assert {path.name for path in folder.iterdir()} == {"0", "1", "2", "manifest.csv", "out"}
    assert command(*RUN).err == "wrote out: 8 pairs: 0 reconciled, 8 up to date, 0 failed\n"


def test_files_that_are_missing_or_no_documents_are_rows_and_the_rest_is_done(command: Any, folder: Path) -> None:
    lines = ["name,plan,outcome", "甲市,0/plan.txt,0/outcome.txt", "乙市,1/plan.txt,gone.txt", "丙市,2,2/outcome.txt"]
    write(folder / "manifest.csv", "\n".join([*lines, "丁市,empty.txt,2/outcome.txt"]))
    write(folder / "empty.txt", "")
    answer = command(*RUN)
    assert answer.status == 1
    assert "wrote out: 4 pairs: 1 reconciled, 0 up to date, 3 failed\n" in answer.err
    assert [pair for pair, *_ in rows(folder / "out")["errors"]] == ["乙市", "丙市", "丁市"]
    assert [status for *_, status in rows(folder / "out")["errors"]] == [2, 2, 2]


def test_a_batch_into_a_folder_that_another_writes_to_is_refused(waiting: Path, command: Any, monkeypatch: Any) -> None:
    with started(waiting, *RUN) as first:
        begun(waiting)
        monkeypatch.chdir(waiting)
        monkeypatch.setattr("sys.argv", ["reconcile", *RUN])
        status, complaint = run_program()
        assert status == 2
        assert (
            complaint
            == "out: another batch is writing into this folder; wait until it has ended, or give another folder"
        )
        go_on(waiting)
        assert first.communicate() == ("", "wrote out: 4 pairs: 4 reconciled, 0 up to date, 0 failed\n")
    assert_same(waiting / "out", undisturbed(waiting))


@pytest.mark.slow
def test_a_question_asked_while_a_batch_runs_harms_neither(waiting: Path) -> None:
    batch(waiting / "manifest.csv", waiting / "out", jobs=1)
    change(waiting / "1" / "outcome.txt", "210", "220")
    before = rows(waiting / "out")
    with (
        started(waiting, *RUN) as program,
        duckdb.connect(waiting / "out" / "reconcile.duckdb", read_only=True) as reader,
    ):
        begun(waiting)
        assert rows(waiting / "out") == before
        go_on(waiting)
        assert program.communicate()[1] == "wrote out: 4 pairs: 1 reconciled, 3 up to date, 0 failed\n"
        # Who has the old one open goes on reading it.
        assert reader.execute("SELECT * FROM goals").fetchall() == before["goals"]
    assert rows(waiting / "out") != before
    assert_same(waiting / "out", undisturbed(waiting))


@pytest.mark.slow
def test_an_input_that_changes_while_the_batch_runs_is_told_and_read_again(waiting: Path) -> None:
    with started(waiting, *RUN) as program:
        begun(waiting)
        change(waiting / "1" / "outcome.txt", "210", "220")
        go_on(waiting)
        _, err = program.communicate()
    assert program.returncode == 1
    assert f"{WAITS}乙市: 1/outcome.txt: it was changed while it was read; run it again\n" in err
    with started(waiting, *RUN) as program:
        assert program.communicate()[1] == "wrote out: 4 pairs: 1 reconciled, 3 up to date, 0 failed\n"
    assert_same(waiting / "out", undisturbed(waiting))


def test_a_process_killed_from_outside_costs_a_retry_and_no_result(waiting: Path) -> None:
    with started(waiting, *RUN) as program:
        os.kill(begun(waiting), signal.SIGKILL)
        assert program.communicate() == ("", "wrote out: 4 pairs: 4 reconciled, 0 up to date, 0 failed\n")
    assert_same(waiting / "out", undisturbed(waiting))


@pytest.mark.slow
def test_a_pair_that_always_ends_its_process_is_an_error_and_the_rest_is_done(tmp_path: Path) -> None:
    folder = make_batch(tmp_path, ["甲市", f"{DIES}乙市", "丙市"])
    with started(folder, *RUN) as program:
        _, err = program.communicate()
    assert program.returncode == 1
    assert err.startswith(f"reconcile: {DIES}乙市: an error of ours: the process that read it ended by itself 3 times")
    assert err.endswith("wrote out: 3 pairs: 2 reconciled, 0 up to date, 1 failed\n")


def test_an_interrupt_ends_a_batch_with_nothing_half_written_and_a_rerun_goes_on(waiting: Path) -> None:
    with started(waiting, *RUN, "--jobs", "1") as program:
        begun(waiting)
        os.killpg(program.pid, signal.SIGINT)
        assert program.communicate() == ("", "reconcile: interrupted\n")
    assert program.returncode == 130
    # 丙市 may have been handed over already, but not begun.
    assert [path.name for path in (waiting / "out" / "parts").iterdir()] == ["甲市.parquet"]
    assert not (waiting / "out" / "reconcile.duckdb").exists()
    with started(waiting, *RUN) as program:
        assert program.communicate()[1] == "wrote out: 4 pairs: 3 reconciled, 1 up to date, 0 failed\n"
    assert_same(waiting / "out", undisturbed(waiting))


@pytest.mark.slow
def test_when_only_the_coordinator_is_killed_its_processes_end_and_a_rerun_goes_on(waiting: Path) -> None:
    with started(waiting, *RUN) as program:
        begun(waiting)
        program.kill()
        # Its processes hold the other end of these pipes: they close when the last one has ended.
        program.communicate()
        with started(waiting, *RUN) as again:
            assert again.wait() == 0
    assert_same(waiting / "out", undisturbed(waiting))


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["all", "coordinator"])
def test_a_batch_killed_again_and_again_ends_as_one_that_was_not(tmp_path: Path, whom: str) -> None:
    folder = make_batch(tmp_path, [f"{number}市" for number in range(24)])
    whole = undisturbed(folder)
    chance = random.Random(f"{whom} of a country")
    out, kills = folder / "out", 0
    while kills < 25:
        with started(folder, *RUN) as program:
            # Some are killed while they start, some while they write, some when they build the database.
            try:
                program.wait(timeout=chance.uniform(0.2, 4.5))
            except subprocess.TimeoutExpired:
                kills += 1
                if whom == "all":
                    end_group(program)
                else:
                    program.kill()
        if program.returncode == 0:
            # It came to its end: what it did is undone in part, so that there is something to kill again.
            assert_same(out, whole)
            for part in chance.sample(sorted((out / "parts").iterdir()), 12):
                part.unlink()
            (out / "reconcile.duckdb").unlink()
    with started(folder, *RUN) as program:
        assert program.wait() == 0
    assert_same(out, whole)


def test_the_pairs_of_another_manifest_are_taken_away_with_their_pages(command: Any, folder: Path) -> None:
    assert command(*RUN, "--report").status == 0
    lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines()
    write(folder / "manifest.csv", "\n".join(lines[:-1]))
    answer = command(*RUN, "--report")
    assert answer.err.startswith(f"taken away, since the manifest no longer lists them: {PLACES[2]}\n")
    assert sorted(path.stem for path in (folder / "out" / "parts").iterdir()) == sorted(PLACES[:2])
    assert sorted(path.stem for path in (folder / "out" / "reports").iterdir()) == sorted(PLACES[:2])
