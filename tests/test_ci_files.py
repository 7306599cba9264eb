"""The ready-made files for CI services, run as the services would run them, as far as that goes without a service."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.truth import ROOT

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GITLAB = ROOT / "templates" / "gitlab-ci.yml"
WORKFLOW = ROOT / ".github" / "workflows" / "check-data.yml"
PLAN = "plan 计划.md"
REPORT = "outcome, 完成.md"
PLAN_TEXT = """# 某市2031年重点工作责任目标分工方案

| 序号 | 责任目标 | 责任单位 |
| --- | --- | --- |
| 1 | 新增护理型养老床位1500张以上 | 市民政局 |
| 2 | 新建改建农村公路300公里 | 市交通运输局 |
"""
REPORT_TEXT = """# 某市2031年度重点工作责任目标完成情况一览表

| 序号 | 责任目标 | 完成情况 | 是否完成 | 责任单位 |
| --- | --- | --- | --- | --- |
| 1 | 新增护理型养老床位1500张以上 | 新增护理型养老床位1200张。 | 是 | 市民政局 |
| 2 | 新建改建农村公路300公里 | 新建改建农村公路320公里。 | 是 | 市交通运输局 |
"""


def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout with one pair, and files of the runner's beside it."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / PLAN).write_text(PLAN_TEXT, encoding="utf-8")
    (folder / REPORT).write_text(REPORT_TEXT, encoding="utf-8")
    settings = f'[[pair]]\nname = "某市-2031"\nplan = "{PLAN}"\noutcome = "{REPORT}"\n'
    (folder / "reconcile.toml").write_text(settings, encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "INPUT_"))}
    return {**ours, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{ours['PATH']}", **more}


class Runner:
    """Runs the bash steps of a composite action as GitHub's runner does; what needs the network is not run."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.files = {name: workspace.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}

    def run(self, **given: str) -> subprocess.CompletedProcess[str]:
        action = loaded(ACTION)
        inputs = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | given
        step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
        declared = {
            name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: inputs[found.group(1)], value)
            for name, value in step["env"].items()
        }
        script = self.workspace.parent / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        for path in self.files.values():
            path.write_text("", encoding="utf-8")
        variables = {name: str(path) for name, path in self.files.items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            capture_output=True,
            encoding="utf-8",
            cwd=self.workspace,
            env=environment(GITHUB_ACTIONS="true", **variables, **declared),
            check=False,
        )

    def outputs(self) -> dict[str, str]:
        lines = self.files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def results(self, path: str = "reconcile.sarif") -> list[dict[str, Any]]:
        log = json.loads((self.workspace / path).read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = log["runs"][0]["results"]
        return found


def test_the_action_tells_what_is_new_and_fails(workspace: Path) -> None:
    runner = Runner(workspace)
    done = runner.run(today="2031-12-31", junit="reconcile.xml")
    assert done.returncode == 1, done.stderr
    assert runner.outputs() == {"status": "1", "sarif": "reconcile.sarif"}
    (annotation,) = [line for line in done.stderr.splitlines() if line.startswith("::error")]
    assert annotation.startswith("::error file=outcome%2C 完成.md,line=5,")
    assert "未达" in runner.files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    assert [result["ruleId"] for result in runner.results()] == ["shortfall"]
    assert (workspace / "reconcile.xml").read_text(encoding="utf-8").count("<failure") == 1


def test_the_action_passes_what_was_accepted_and_takes_out_what_is_fixed(workspace: Path) -> None:
    accept = [sys.executable, "-m", "reconcile", "check", "--update-baseline", "--quiet"]
    subprocess.run(accept, cwd=workspace, env=environment(), check=True)
    runner = Runner(workspace)
    assert runner.run().returncode == 0
    assert [result["baselineState"] for result in runner.results()] == ["unchanged"]
    (workspace / REPORT).write_text(REPORT_TEXT.replace("1200", "1600"), encoding="utf-8")
    assert runner.run().returncode == 0
    assert runner.results() == []


def test_the_action_gives_cells_a_line_for_code_scanning(workspace: Path) -> None:
    book = openpyxl.Workbook()
    rows = [line.strip("|# ").split("|") for line in REPORT_TEXT.splitlines() if line and "---" not in line]
    for row in rows:
        book.active.append([cell.strip() for cell in row])  # type: ignore[union-attr]
    book.save(workspace / "report.xlsx")
    settings = f'[[pair]]\nname = "a"\nplan = "{PLAN}"\noutcome = "report.xlsx"\n'
    (workspace / "reconcile.toml").write_text(settings, encoding="utf-8")
    runner = Runner(workspace)
    assert runner.run().returncode == 1
    (location,) = runner.results()[0]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 1}
    assert location["logicalLocations"][0]["name"] == "Sheet!C3"


def test_the_action_takes_out_what_is_waived(workspace: Path) -> None:
    runner = Runner(workspace)
    runner.run()
    fingerprint = runner.results()[0]["partialFingerprints"]["reconcile/v1"]
    waiver = f'[[waiver]]\nfingerprint = "{fingerprint}"\nreason = "r"\nby = "b"\nexpires = 2031-06-30\n'
    settings = workspace / "reconcile.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    assert runner.run(today="2031-06-30").returncode == 0
    assert runner.results() == []
    assert runner.run(today="2031-07-01").returncode == 1


def test_the_action_says_what_cannot_be_used_and_leaves_no_log(workspace: Path) -> None:
    runner = Runner(workspace)
    runner.run()
    done = runner.run(config="none.toml")
    assert done.returncode == 2
    assert runner.outputs() == {"status": "2"}
    assert not (workspace / "reconcile.sarif").exists()
    assert "none.toml" in done.stderr
    assert "::error title=reconcile::the check ended with status 2" in done.stdout


def test_the_action_is_told_by_its_inputs(workspace: Path) -> None:
    (workspace / "deep er").mkdir()
    for name in (PLAN, REPORT, "reconcile.toml"):
        shutil.move(workspace / name, workspace / "deep er" / name)
    (workspace / "our rules").mkdir()
    runner = Runner(workspace)
    given = {"config": "deep er/reconcile.toml", "fail-on": "never", "lang": "en", "sarif": "out put.sarif"}
    done = runner.run(**given, rules="our rules\n")
    assert done.returncode == 2, "a pack without rules is refused"
    assert "our rules" in done.stderr
    done = runner.run(**given)
    assert done.returncode == 0, done.stderr
    assert runner.outputs() == {"status": "0", "sarif": "out put.sarif"}
    (result,) = runner.results("out put.sarif")
    assert "reached" in result["message"]["text"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "deep%20er/outcome,%20%E5%AE%8C%E6%88%90.md"


HOSTILE = ["'; touch hacked; \"; touch hacked; $(touch hacked) `touch hacked`\ntouch hacked\n", "--output=hacked"]


@pytest.mark.parametrize("name", ["config", "fail-on", "rules", "today", "lang", "sarif", "junit"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_is_read_as_a_command_or_an_option(name: str, value: str, workspace: Path) -> None:
    runner = Runner(workspace)
    runner.run(**{name: value})
    assert not (workspace / "hacked").exists()
    assert set(runner.outputs()) <= {"status", "sarif"}
    assert set(runner.outputs().get("status", "2")) <= set("0123456789")


def test_modules_in_the_workspace_are_not_loaded(workspace: Path) -> None:
    for name in ("reconcile", "json", "typer"):
        (workspace / f"{name}.py").write_text("raise SystemExit('hacked')\n", encoding="utf-8")
    done = Runner(workspace).run()
    assert done.returncode == 1
    assert "hacked" not in done.stdout + done.stderr


def test_no_script_of_the_action_holds_an_expression() -> None:
    steps = loaded(ACTION)["runs"]["steps"]
    assert [step for step in steps if "${{" in step.get("run", "")] == []
    assert {step["shell"] for step in steps if "run" in step} == {"bash"}
    inputs = loaded(ACTION)["inputs"]
    assert [name for name, each in inputs.items() if not each["description"].strip()] == []
    used = " ".join(str(step) for step in steps)
    assert [name for name in inputs if f"inputs.{name} " not in used] == []


def test_the_hook_checks_the_whole_configuration(workspace: Path) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    program, *arguments = shlex.split(hook["entry"])
    assert program == "reconcile"
    command = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=workspace, env=environment(), check=False)
    assert done.returncode == 1
    assert "1200张" in done.stdout
    chosen = [
        name
        for name in (PLAN, REPORT, "reconcile.toml", "a/reconcile-baseline.json", "x.py", "notes")
        if re.search(hook["files"], name)
    ]
    assert chosen == [PLAN, REPORT, "reconcile.toml", "a/reconcile-baseline.json"]


def test_the_gitlab_job_writes_the_reports_it_names(workspace: Path) -> None:
    job = loaded(GITLAB)["reconcile"]
    install, check = job["script"]
    assert install.startswith("python -m pip install")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", check],
        capture_output=True,
        encoding="utf-8",
        cwd=workspace,
        env=environment(RECONCILE_OPTIONS="--lang en"),
        check=False,
    )
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    (problem,) = json.loads((workspace / reports["codequality"]).read_text(encoding="utf-8"))
    assert problem["location"]["path"] == REPORT
    assert "<failure" in (workspace / reports["junit"]).read_text(encoding="utf-8")
    assert all((workspace / path).is_file() for path in job["artifacts"]["paths"])
    assert [(workspace / path).is_dir() for path in job["cache"]["paths"]] == [True]


@pytest.mark.parametrize(
    ("path", "schema"),
    [(ACTION, "github-actions"), (WORKFLOW, "github-workflows"), (GITLAB, "gitlab-ci")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_each_file_is_valid_by_the_schema_of_its_service(path: Path, schema: str) -> None:
    package = pytest.importorskip("check_jsonschema")
    folder = Path(package.__file__).parent / "builtin_schemas" / "vendor"
    known = json.loads((folder / f"{schema}.json").read_text(encoding="utf-8"))
    # In YAML 1.1 the key "on" is true.
    content = {"on" if key is True else key: value for key, value in loaded(path).items()}
    assert [error.message for error in Draft7Validator(known).iter_errors(content)] == []


def test_the_workflow_uses_the_action_as_it_is() -> None:
    workflow = loaded(WORKFLOW)
    steps = workflow["jobs"]["check"]["steps"]
    ours = next(step for step in steps if step.get("uses") == "./")
    assert set(ours["with"]) <= set(loaded(ACTION)["inputs"])
    assert (ROOT / ours["with"]["config"]).is_file()
    assert workflow["permissions"] == {"contents": "read"}
    assert [step for step in steps if "${{" in step.get("run", "")] == []


def test_the_published_documents_hold_nothing_that_was_not_accepted(tmp_path: Path) -> None:
    """After a change of the rules: reconcile check --config data/reconcile.toml --update-baseline."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    command = [sys.executable, "-m", "reconcile", "check", "--config", "data/reconcile.toml", "--fail-on", "warning"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_describes_what_the_action_takes_and_gives() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    section = page[page.index("\n## GitHub Actions") : page.index("\n## GitLab")]
    named = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
    action = loaded(ACTION)
    assert named == [*action["inputs"], *action["outputs"]]
    defaults = dict(re.findall(r"^\| `([a-z-]+)` \| `([^`]+)` \|", section, re.MULTILINE))
    assert defaults == {name: each["default"] for name, each in action["inputs"].items() if each["default"]}


def test_the_page_gives_examples_that_are_valid_and_links_that_lead_somewhere() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    workflow, hooks = [
        yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    ]
    package = pytest.importorskip("check_jsonschema")
    schema = Path(package.__file__).parent / "builtin_schemas" / "vendor" / "github-workflows.json"
    content = {"on" if key is True else key: value for key, value in workflow.items()}
    assert Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).is_valid(content)
    assert hooks["repos"][0]["hooks"][0]["id"] == yaml.safe_load(HOOKS.read_text(encoding="utf-8"))[0]["id"]
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
