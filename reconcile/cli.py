"""The command line: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from reconcile.check_command import check
from reconcile.command_examples import epilog
from reconcile.command_options import (
    ConfigFile,
    FailOn,
    Lang,
    LangOption,
    NoColor,
    Output,
    Packs,
    Quiet,
    TextOrJson,
    Today,
)
from reconcile.errors import OutputError, ReconcileError
from reconcile.init_command import init
from reconcile.version import NAME, VERSION

if TYPE_CHECKING:
    from reconcile.model import Language, Reconciliation
    from reconcile.reading import Words

EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2
EXIT_OUR_ERROR = 70


class TableFormat(StrEnum):
    """How ``extract`` prints."""

    csv = "csv"
    json = "json"
    markdown = "markdown"


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


Files = Annotated[
    list[Path],
    typer.Argument(metavar="PLAN [OUTCOME]...", help="The plan, then the report's files; - reads standard input."),
]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="The day the report speaks for (YYYY-MM-DD).")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="HEADING=ROLE", help="What a column holds, such as 考核要点=target; repeatable."),
]
Decisions = Annotated[
    list[Path] | None,
    typer.Option(
        "--decisions", metavar="FILE", help="Reviewers' decisions to apply: .json, or a workbook filled in; repeatable."
    ),
]
WorkReport = Annotated[Path | None, typer.Option(metavar="FILE", help="The work report the plan was cut from.")]


@app.command(epilog=epilog("run"))
def run(
    files: Files,
    report: WorkReport = None,
    output: Output = None,
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="html, json, xlsx, csv, markdown, sarif, junit or gitlab.")
    ] = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: Packs = None,
    config: ConfigFile = None,
    today: Today = None,
    decisions: Decisions = None,
    headings: Mapped = None,
    fail_on: Annotated[FailOn, typer.Option(help="Which findings make the exit status 1.")] = FailOn.never,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every finding, not only the worst.")] = False,
    no_color: NoColor = False,
) -> None:
    """A plan against the files that together are its completion report; or one file that restates its own targets."""
    from reconcile.reporting import format_for, render_bytes, write
    from reconcile.reporting.files import check_place, page_beside, refuse_to_overwrite
    from reconcile.reporting.progress import progress_shown

    targets = output or []
    if not targets and format:
        targets = ["-"]
    _refuse_two_on_standard_output(targets)
    formats = [format_for(target, format) for target in targets]
    for target in targets:
        if target != "-":
            check_place(target)
    refuse_to_overwrite(targets, [*files, *([report] if report else []), *(decisions or ())])
    result = _reconcile(
        files,
        report=report,
        as_of=as_of,
        lang=lang,
        rules=rules,
        config=config,
        today=today,
        decisions=decisions,
        headings=headings,
        quiet=quiet,
        no_color=no_color,
    )
    # A report with failures in it (JUnit) that never had any would say nothing.
    failures: Literal["error", "warning"] = "warning" if fail_on is FailOn.warning else "error"
    for target, name in zip(targets, formats, strict=True):
        with progress_shown(["writing"], _tongue(lang), sys.stderr, watched=not quiet, color=_color_wanted(no_color)):
            if target == "-":
                _put_out(render_bytes(result, name, fail_on=failures))
            else:
                write(result, target, format=name, page=page_beside(target, targets, formats), fail_on=failures)
        if target != "-" and not quiet:
            typer.echo(f"wrote {target}", err=True)
    if decisions and not quiet and (targets or not result.decisions):
        typer.echo(f"decisions: {_told(result)}", err=True)
    if not targets and not quiet:
        from reconcile.reporting.terminal import print_summary

        print_summary(result, color=_colored(no_color), verbose=verbose)
    if _fails(result, fail_on):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(epilog=epilog("extract"))
def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    format: Annotated[TableFormat, typer.Option(help="How the records are printed.")] = TableFormat.markdown,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each column got its role, and what to write if it is wrong.")
    ] = False,
    headings: Mapped = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no diagnostics.")] = False,
) -> None:
    """What was read from one document, as a table; diagnostics go to standard error."""
    from reconcile.reading.roles import own_headings
    from reconcile.reporting.extraction import read_records, render_diagnostics, render_records

    words = _project_words(config)
    words = words._replace(headers=own_headings(_mapped(headings)) + words.headers)
    if explain:
        from reconcile.reading.explaining import explain_reading
        from reconcile.reporting.reading_explanation import explain_columns, render_columns_json

        explained = explain_reading(file, words)
        render = render_columns_json if format is TableFormat.json else explain_columns
        sys.stdout.write(render(explained))
        return
    records = read_records(file, words)
    sys.stdout.write(render_records(records, format.value))
    if not quiet:
        sys.stderr.write(render_diagnostics(records))


@app.command(epilog=epilog("explain"))
def explain(
    target_id: Annotated[str, typer.Argument(help="The target's id as printed in the plan, such as 133.")],
    files: Files,
    report: WorkReport = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: Packs = None,
    config: ConfigFile = None,
    today: Today = None,
    decisions: Decisions = None,
    format: Annotated[TextOrJson, typer.Option(help="How the explanation is printed.")] = TextOrJson.text,
) -> None:
    """Why one target was matched and judged so: weights, runner-up, numbers weighed, rules that fired."""
    from reconcile.reporting.explanation import explain_item

    result = _reconcile(
        files, report=report, as_of=as_of, lang=lang, rules=rules, config=config, today=today, decisions=decisions
    )
    item = next((item for item in result.items if item.target.id == target_id), None)
    if item is None:
        known = f"{result.items[0].target.id} to {result.items[-1].target.id}"
        raise ReconcileError(
            f"there is no target {target_id!r}", document=files[0].as_posix(), remedy=f"its targets run from {known}"
        )
    if format is TextOrJson.json:
        from reconcile.reporting.explanation_json import render_explanation_json

        sys.stdout.write(render_explanation_json(result, item.target.id))
        return
    promises = [each for each in result.commitments if target_id in each.targets]
    decided = [each for each in result.decisions if each.decision.target == target_id]
    sys.stdout.write(explain_item(item, lang.value if lang else result.lang, result.as_of, promises, decided))


@app.command(epilog=epilog("trend"))
def trend(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE FILE...", help="The plan if there is one, then reports.")
    ],
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the table: .json, .csv or .md; repeatable."),
    ] = None,
    format: Annotated[str | None, typer.Option(metavar="NAME", help="json, csv or markdown.")] = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every target and statement.")] = False,
    no_color: NoColor = False,
) -> None:
    """One plan's targets through several reports: numbers, claims and goals that changed, rows without a partner.

    The reports are ordered by the days in their titles; files of one day and issuer are one report.
    """
    from reconcile.reporting.files import check_place, refuse_to_overwrite
    from reconcile.reporting.trend_files import render_trend, trend_format, write_trend
    from reconcile.trending import trend as follow_targets

    places = output or (["-"] if format else [])
    _refuse_two_on_standard_output(places)
    formats = [trend_format(place, format) for place in places]
    for place in places:
        if place != "-":
            check_place(place)
    refuse_to_overwrite(places, files)
    result = follow_targets(files, lang=lang.value if lang else None)
    for place, name in zip(places, formats, strict=True):
        if place == "-":
            sys.stdout.write(render_trend(result, name))
        else:
            write_trend(result, place, format=name)
            if not quiet:
                typer.echo(f"wrote {place}", err=True)
    if not places and not quiet:
        from reconcile.reporting.trend_terminal import print_trend

        print_trend(result, color=_colored(no_color), verbose=verbose)


app.command(epilog=epilog("check"))(check)
app.command(epilog=epilog("init"))(init)


@app.command(epilog=epilog("rules"))
def rules(
    id: Annotated[
        str | None, typer.Argument(help="One rule, such as shortfall; or test, to run the examples of a pack.")
    ] = None,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The pack to test.")] = None,
    rules: Packs = None,
    config: ConfigFile = None,
    lang: LangOption = None,
    format: Annotated[TextOrJson, typer.Option(help="How the rules, or the results of a test, are printed.")] = (
        TextOrJson.text
    ),
) -> None:
    """The audit rules, one rule with its reasons and examples, or a test of a pack: reconcile rules test DIR.

    The severities are those of the project. A test prints a line for each rule and exits with 1 where an example fails.
    """
    if id == "test" or folder is not None:
        _test_rules(id, folder, format)
        return
    from reconcile.auditing import load_rules
    from reconcile.config.applying import project_rules
    from reconcile.config.finding import find_config
    from reconcile.config.reading import read_config
    from reconcile.config.values import Config
    from reconcile.reporting.rule_pages import list_rules, render_rules_json, rule_page

    place = config or find_config()
    settings = read_config(place) if place else Config()
    pack = load_rules(rules or [])
    project_rules(settings, pack)
    language: Language = lang.value if lang else "en"
    if id is None and format is TextOrJson.json:
        sys.stdout.write(render_rules_json(pack, settings.severities))
        return
    if id is None:
        sys.stdout.write(list_rules(pack, language, settings.severities))
        return
    rule = next((rule for rule in pack if rule.id == id), None)
    if rule is None:
        raise ReconcileError(f"there is no rule {id!r}", remedy="see the names with: reconcile rules")
    if format is TextOrJson.json:
        sys.stdout.write(render_rules_json([rule], settings.severities))
        return
    sys.stdout.write(rule_page(rule, language, settings.severities.get(rule.id)))


def _test_rules(id: str | None, folder: Path | None, format: TextOrJson) -> None:
    from reconcile.auditing import load_pack, try_rules
    from reconcile.reporting.rule_pages import render_tests

    if id != "test" or folder is None:
        raise ReconcileError("one rule, or a test of one folder is asked for", remedy="write: reconcile rules test DIR")
    pack = load_pack(folder)
    failed = try_rules(pack)
    sys.stdout.write(render_tests(pack, failed, format.value))
    if any(failed):
        raise typer.Exit(EXIT_FINDINGS)


def _reconcile(
    files: list[Path],
    *,
    report: Path | None,
    as_of: str | None,
    lang: Lang | None,
    rules: list[Path] | None,
    config: Path | None,
    today: str | None,
    decisions: list[Path] | None,
    headings: list[str] | None = None,
    quiet: bool = False,
    no_color: bool = False,
) -> Reconciliation:
    from reconcile.config.finding import find_config
    from reconcile.engine import STAGES, reconcile
    from reconcile.reporting.progress import progress_shown

    plan, *outcomes = files
    with progress_shown(STAGES, _tongue(lang), sys.stderr, watched=not quiet, color=_color_wanted(no_color)) as reach:
        return reconcile(
            plan,
            outcomes,
            report=report,
            as_of=as_of,
            lang=lang.value if lang else None,
            rules=list(rules or []),
            config=config or find_config(),
            today=today,
            headings=_mapped(headings),
            decisions=decisions or (),
            on_stage=reach,
        )


def _tongue(lang: Lang | None) -> Language:
    """The language of what is told while a run goes on, before its documents are known."""
    return lang.value if lang else "en"


def _project_words(config: Path | None) -> Words:
    """The headings and claim words that the project's configuration names."""
    from reconcile.config.finding import find_config
    from reconcile.config.reading import read_config
    from reconcile.reading.words import NO_WORDS

    place = config or find_config()
    return read_config(place).words if place else NO_WORDS


def _mapped(headings: list[str] | None) -> dict[str, str]:
    """The headings and roles of --map HEADING=ROLE."""
    named: dict[str, str] = {}
    for each in headings or []:
        heading, sign, role = each.rpartition("=")
        if not (sign and heading.strip() and role.strip()):
            raise ReconcileError(
                f"--map {each!r} names no role", remedy="write --map 'HEADING=ROLE', such as 考核要点=target"
            )
        named[heading.strip()] = role.strip()
    return named


def _put_out(report: bytes) -> None:
    """A report on standard output, as the bytes that a file of it would hold."""
    sys.stdout.flush()
    sys.stdout.buffer.write(report)
    sys.stdout.buffer.flush()


def _refuse_two_on_standard_output(places: list[str]) -> None:
    if places.count("-") > 1:
        raise OutputError("only one report can go to standard output", remedy="write the others to files")


def _fails(result: Reconciliation, fail_on: FailOn) -> bool:
    bad = {FailOn.error: {"error"}, FailOn.warning: {"error", "warning"}, FailOn.never: set()}[fail_on]
    return any(finding.severity in bad and finding.waived is None for finding in result.all_findings)


def _told(result: Reconciliation) -> str:
    """What became of the decisions, in numbers; the reports say why."""
    from collections import Counter

    if not result.decisions:
        return "the files hold none"
    counts = Counter(judged.status for judged in result.decisions)
    replaced = f", {counts['superseded']} superseded" if counts["superseded"] else ""
    return f"{counts['applied']} applied, {counts['void']} void, {counts['conflict']} in conflict{replaced}"


def _colored(no_color: bool) -> bool:
    return _color_wanted(no_color) and sys.stdout.isatty()


def _color_wanted(no_color: bool) -> bool:
    return not no_color and not os.environ.get("NO_COLOR")


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
