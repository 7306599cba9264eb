from __future__ import annotations

import os
from collections.abc import Callable

import pytest

# In a job of GitHub Actions, checks of invented documents must not mark the lines of the change that is tested.
for _name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(_name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name in the folder ``golden`` beside the test."""
    folder = request.path.parent / "golden"
    renew = bool(request.config.getoption("--regenerate"))

    def check(name: str, text: str) -> None:
        path = folder / name
        if renew:
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.is_file(), f"there is no golden file {name}; make it with --regenerate"
        kept = path.read_bytes().decode("utf-8")
        assert kept == text, f"{name} has changed; look at the difference, then renew it with --regenerate"

    return check


# They are loaded, not collected: as modules to look for examples in, two of one name would clash.
collect_ignore_glob = ["*/conftest.py"]
