"""The command line: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reconcile.commands.batch import batch
from reconcile.commands.check import check
from reconcile.commands.examples import epilog
from reconcile.commands.explain import explain
from reconcile.commands.extract import extract
from reconcile.commands.init import init
from reconcile.commands.query import query
from reconcile.commands.rules import rules
from reconcile.commands.run import run
from reconcile.commands.trend import trend
from reconcile.errors import OutputError, ReconcileError
from reconcile.version import NAME, VERSION

EXIT_UNUSABLE = 2
EXIT_OUR_ERROR = 70


class _DefaultCommand(TyperGroup):
    """``reconcile PLAN OUTCOME...`` is ``reconcile run PLAN OUTCOME...``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own_options = {"--help", "--version", "--install-completion", "--show-completion"}
        if args and args[0] not in self.commands and args[0] not in own_options:
            args = ["run", *args]
        return list(super().parse_args(ctx, args))


app = typer.Typer(
    cls=_DefaultCommand,
    name=NAME,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Hold a government's plan against its completion report: which row answers which target, what was promised, "
    "what was reported, and does the evidence carry the claim.",
    epilog="reconcile PLAN OUTCOME... is short for reconcile run PLAN OUTCOME...; reconcile run --help shows its "
    "options.\n\nreconcile COMMAND --help ends with examples.\n\n"
    "Exit status: 0 done, 1 findings at or above --fail-on, 2 unusable arguments or documents, 70 an error of ours, "
    "130 interrupted.",
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{NAME} {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    del version


for command in (run, extract, explain, trend, check, batch, query, init, rules):
    app.command(epilog=epilog(command.__name__))(command)


# The base of what the parser raises for unusable arguments, wherever this version of typer takes it from.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


def run_program() -> tuple[int, str]:
    """Run the command that the arguments name; the exit status, and the one line to complain in (or "")."""
    # A run makes many small values that live to its end and hardly a cycle: looking for cycles costs it 4% for nothing.
    gc.set_threshold(200_000)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # Reports are UTF-8 whatever the locale says; what a terminal cannot show is escaped, not fatal.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0), ""
    except ReconcileError as error:
        return error.exit_status, str(error)
    except _USAGE_ERROR as error:
        return EXIT_UNUSABLE, f"{_usage_message(error)} See: {NAME} --help"
    except BrokenPipeError:
        return _unread(), ""
    except SystemExit as error:
        # The parser and what prints its help see to a closed pipe themselves, and call it a failure.
        if isinstance(error.__context__, BrokenPipeError):
            return _unread(), ""
        raise
    except OSError as error:
        return EXIT_UNUSABLE, str(OutputError(f"cannot read or write: {error}"))
    except Exception as error:
        if os.environ.get("RECONCILE_TRACEBACK"):
            import traceback

            traceback.print_exception(error)
        return EXIT_OUR_ERROR, (
            f"an error of ours: {type(error).__name__}: {error}; please report it with the version ({VERSION}), the "
            "command and, if you may, the documents; RECONCILE_TRACEBACK=1 prints where it happened"
        )


def _open_closed_streams() -> None:
    """What is said on a stream that the caller closed (>&-) goes nowhere; its number is not left to a report's file."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _unread() -> int:
    """The reader of our output has gone (head, less): nothing is left to say, and nothing went wrong."""
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    return 0


def _usage_message(error: BaseException) -> str:
    """What the parser has to say, as one sentence."""
    say = getattr(error, "format_message", None)
    return str(say() if say else error).replace(": Value error, ", ": ")


def complain(words: str) -> None:
    """Say on standard error, in one line, why the program ends as it does."""
    try:
        sys.stderr.write(f"{NAME}: {' '.join(words.split())}\n")
    except BrokenPipeError:
        _unread()
