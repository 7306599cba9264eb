"""A batch on a Dask cluster: the same bytes and rows as with processes, and one clear line where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from batch_folders import PLACES, hashes, make_batch, rows
from batch_workers import DIES, DIES_ONCE, WAITS, begun, make_pipes, started, troubled_task

from reconcile.batching import workplace
from reconcile.batching.running import batch
from reconcile.batching.workplace import unfit
from reconcile.errors import ClusterError

dask = pytest.importorskip("dask", reason="the extra dask is not installed")
distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")

DOCUMENTED = {".lock", "parts", "reports", "reconcile.duckdb"}
# Clusters that are no matter of the program: their state is served where nobody else serves.
QUIET = {"silence_logs": 50, "dashboard_address": None, "scheduler_kwargs": {"dashboard_address": "127.0.0.1:0"}}


@pytest.fixture
def impatient() -> Iterator[None]:
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        yield


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster whose worker was started in another folder and has two threads."""
    home = Path.cwd()
    folder = tmp_path_factory.mktemp("elsewhere")
    os.chdir(folder)
    try:
        with distributed.LocalCluster(n_workers=1, threads_per_worker=2, local_directory=folder, **QUIET) as cluster:
            os.chdir(home)
            yield cluster.scheduler_address
    finally:
        os.chdir(home)


def test_a_cluster_here_writes_the_same_bytes_and_rows_as_processes_and_nothing_else(
    command: Any, folder: Path
) -> None:
    assert command("batch", "manifest.csv", "-o", "here").status == 0
    done = batch("manifest.csv", "there", scheduler="local", jobs=2)
    assert (done.reconciled, done.failed) == (3, ())
    assert hashes(folder / "here") == hashes(folder / "there")
    assert rows(folder / "here") == rows(folder / "there")
    assert {path.name for path in (folder / "there").iterdir()} == DOCUMENTED
    assert {path.name for path in folder.iterdir()} == {"0", "1", "2", "manifest.csv", "here", "there"}


def test_a_cluster_elsewhere_reads_the_same_paths_and_writes_the_same(
    command: Any, folder: Path, elsewhere: str
) -> None:
    (folder / "2" / "plan.txt").unlink()
    assert command("batch", "manifest.csv", "-o", "here", "--report").status == 1
    done = batch("manifest.csv", "there", scheduler=elsewhere, report=True)
    assert [failed.pair for failed in done.failed] == ["丙市"]
    assert hashes(folder / "here") == hashes(folder / "there")
    assert rows(folder / "here") == rows(folder / "there")
    for name in PLACES[:2]:
        page = Path("reports", f"{name}.html")
        assert (folder / "here" / page).read_bytes() == (folder / "there" / page).read_bytes()


def test_a_rerun_on_a_cluster_has_nothing_to_do_after_processes(command: Any, folder: Path, elsewhere: str) -> None:
    assert command("batch", "manifest.csv", "-o", "out").status == 0
    done = batch("manifest.csv", "out", scheduler=elsewhere)
    assert (done.reconciled, done.kept) == (0, 3)


@pytest.mark.slow
def test_small_pairs_go_out_several_at_a_time_and_all_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str
) -> None:
    places = [f"{number}市" for number in range(40)]
    monkeypatch.chdir(make_batch(tmp_path, places))
    seen: list[int] = []
    done = batch("manifest.csv", "out", scheduler=elsewhere, on_pair=lambda number, _: seen.append(number))
    assert (done.reconciled, done.failed) == (40, ())
    assert seen == list(range(1, 41))
    assert [pair for pair, *_ in rows(tmp_path / "out")["pairs"]] == places


@pytest.mark.slow
@pytest.mark.parametrize("scheduler", [None, "local"])
def test_a_worker_that_dies_costs_a_retry_and_one_that_always_does_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: str | None
) -> None:
    places = ["甲市", f"{DIES_ONCE}乙市", f"{DIES}丙市", "丁市", "戊市"]
    monkeypatch.chdir(make_batch(tmp_path, places))
    whole = batch("manifest.csv", "whole", jobs=1)
    assert whole.failed == ()
    monkeypatch.setattr("reconcile.batching.spreading.do_task", troubled_task)
    done = batch("manifest.csv", "out", jobs=2, scheduler=scheduler)
    assert done.reconciled == 4
    assert [(failed.pair, failed.exit_status) for failed in done.failed] == [(f"{DIES}丙市", 70)]
    assert "ended by itself 3 times" in done.failed[0].error
    lost = {f"{DIES}丙市.parquet"}
    assert hashes(tmp_path / "out") == {k: v for k, v in hashes(tmp_path / "whole").items() if k not in lost}
    assert {path.name for path in (tmp_path / "out").iterdir()} == DOCUMENTED


@pytest.mark.parametrize(
    "scheduler", ["", "foo", "Local", "tcp://", "tcp://127.0.0.1", "xyz://a:1", "tls://127.0.0.1:1", "inproc://x"]
)
def test_what_is_no_address_is_said_to_be_none(command: Any, scheduler: str) -> None:
    answer = command("batch", "manifest.csv", "-o", "out", "--scheduler", scheduler)
    assert answer.status == 2
    assert answer.err.startswith(f"reconcile: --scheduler {scheduler!r}: this is no address of a Dask scheduler: ")
    assert answer.err.count("\n") == 1


def test_where_no_scheduler_answers_it_is_said_at_once_and_nothing_is_done(
    command: Any, folder: Path, impatient: None
) -> None:
    answer = command("batch", "manifest.csv", "-o", "out", "--scheduler", "tcp://127.0.0.1:1")
    assert answer.status == 2
    assert answer.err.startswith("reconcile: tcp://127.0.0.1:1: no Dask scheduler answered within 1 seconds; start one")
    assert list((folder / "out" / "parts").iterdir()) == []


def test_a_scheduler_without_workers_is_told(command: Any, impatient: None) -> None:
    with distributed.LocalCluster(n_workers=0, processes=True, **QUIET) as cluster:
        answer = command("batch", "manifest.csv", "-o", "out", "--scheduler", cluster.scheduler_address)
    assert answer.status == 2
    assert "the scheduler had no worker for 1 seconds; start some with: dask worker" in answer.err


def test_without_the_extra_it_is_said_what_to_install(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    answer = command("batch", "manifest.csv", "-o", "out", "--scheduler", "local")
    assert answer.status == 2
    assert "Dask is not installed" in answer.err
    assert "pip install 'plan-reconcile[dask]'" in answer.err


def test_dask_is_not_loaded_unless_asked_for() -> None:
    loaded = "import reconcile.commands.batch, reconcile.batching.running, sys; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("_libraries", (("Python", "3.99"), ("DuckDB", "0.1")), "and this program Python 3.99, DuckDB 0.1"),
        ("_program", ("99.0", "abcdefgh1234"), "it has another version of this program or its rules: "),
    ],
)
def test_workers_with_other_versions_are_refused_before_any_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str, what: str, value: object, said: str
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(workplace, what, lambda: value)
    with pytest.raises(ClusterError, match="a worker of this cluster, on ") as error:
        batch("manifest.csv", "out", scheduler=elsewhere)
    assert said in str(error.value)
    assert str(error.value).startswith(elsewhere)
    assert list((folder / "out" / "parts").iterdir()) == []


def test_a_worker_must_see_the_folder_the_manifest_and_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with workplace.workplace(folder, Path("manifest.csv")) as place:
        assert unfit(place) is None
        problems = [
            unfit(place._replace(token=str(folder / "nowhere" / "token"))),
            unfit(place._replace(secret="of another batch")),
            unfit(place._replace(manifest=str(folder / "nowhere.csv"))),
            unfit(place._replace(home=str(folder / "nowhere"))),
        ]
    assert [problem and problem.problem for problem in problems] == [
        f"it does not see the folder {folder}/nowhere",
        f"it does not see the folder {folder}",
        f"it does not see the manifest {folder}/nowhere.csv",
        f"it does not see the working directory {folder}/nowhere",
    ]


def test_when_a_batch_has_ended_its_workers_do_nothing_for_it_any_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with workplace.workplace(folder, Path("manifest.csv")) as place:
        pass
    worked: list[int] = []
    assert isinstance(workplace.do_chunk(place, worked.append, [1, 2]), workplace.Unfit)
    assert worked == []


@contextmanager
def dask_process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A scheduler or worker as its users start it, which says what it does on standard error."""
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate()


def said(process: subprocess.Popen[str], words: str) -> str:
    """What a process says behind certain words; waits for them."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return line.split(words)[1].strip()
    raise AssertionError(f"it ended without saying {words!r}")


def scheduler_process(folder: Path, port: str = "0") -> Any:
    return dask_process(folder, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")


def worker_process(folder: Path, address: str) -> Any:
    return dask_process(
        folder, "worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / "scratch")
    )


@pytest.mark.slow
@pytest.mark.parametrize("comes_back", [True, False])
def test_a_scheduler_that_goes_away_in_the_middle(tmp_path: Path, comes_back: bool) -> None:
    folder = make_batch(tmp_path / "country", ["甲市", "乙市", f"{WAITS}丙市", "丁市"])
    make_pipes(folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with scheduler_process(elsewhere) as scheduler:
        address = said(scheduler, "Scheduler at:")
        with (
            worker_process(elsewhere, address) as worker,
            started(folder, "batch", "manifest.csv", "-o", "out", "--scheduler", address) as program,
        ):
            begun(folder)
            scheduler.kill()
            worker.kill()
            if comes_back:
                with scheduler_process(elsewhere, address.rpartition(":")[2]) as other:
                    said(other, "Scheduler at:")
                    with worker_process(elsewhere, address):
                        out, err = program.communicate()
            else:
                out, err = program.communicate()
    if comes_back:
        assert (program.returncode, out) == (0, "")
        assert err == "wrote out: 4 pairs: 4 reconciled, 0 up to date, 0 failed\n"
    else:
        assert program.returncode == 2
        assert err.startswith(f"reconcile: {address}: the scheduler went away and did not come back within 20 seconds")
        assert err.endswith("what is done is kept\n")
        with started(folder, "batch", "manifest.csv", "-o", "out") as program:
            assert program.communicate()[1].startswith("wrote out: 4 pairs: ")


@pytest.mark.slow
def test_an_interrupt_of_a_batch_on_a_cluster_ends_it_at_once(tmp_path: Path) -> None:
    import signal

    folder = make_batch(tmp_path / "country", ["甲市", "乙市", f"{WAITS}丙市", "丁市"])
    make_pipes(folder)
    with started(folder, "batch", "manifest.csv", "-o", "out", "--scheduler", "local") as program:
        begun(folder)
        os.killpg(program.pid, signal.SIGINT)
        assert program.communicate() == ("", "reconcile: interrupted\n")
        assert program.returncode == 130
    assert {path.name for path in (folder / "out").iterdir()} <= DOCUMENTED
    done = batch(folder / "manifest.csv", folder / "out", jobs=1)
    assert done.reconciled + done.kept == 4


@pytest.mark.slow
def test_work_in_flight_when_a_worker_is_killed_from_outside_is_done_by_another(tmp_path: Path) -> None:
    import signal

    folder = make_batch(tmp_path / "country", ["甲市", f"{WAITS}乙市", "丙市"])
    make_pipes(folder)
    with started(folder, "batch", "manifest.csv", "-o", "out", "--scheduler", "local") as program:
        os.kill(begun(folder), signal.SIGKILL)
        _, err = program.communicate()
    assert err == "wrote out: 3 pairs: 3 reconciled, 0 up to date, 0 failed\n"
    assert program.returncode == 0
