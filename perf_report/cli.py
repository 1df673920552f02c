"""The command line: parses, calls, echoes and exits. Heavy modules load only when used."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import shell_complete

from perf_report import __version__
from perf_report.commands import (
    LocalizedCommand,
    LocalizedGroup,
    catalogue_of,
    exit_wrong_usage,
)
from perf_report.errors import OutputError, PerfReportError
from perf_report.render.terminal import pad, width

if TYPE_CHECKING:
    from perf_report.build.outputs import Format
    from perf_report.build.run import Built
    from perf_report.render.speech import Mode
    from perf_report.runs import Checked

_T = TypeVar("_T")

DONE, FOUND, UNABLE, INTERRUPTED = 0, 1, 3, 130

# As build/outputs and render/speech have them; a test compares, since importing those costs time.
_MODES: tuple["Mode", ...] = ("zh", "en", "zh-en")
_FORMATS: tuple["Format", ...] = ("html", "pdf", "json", "csv")
_COMPLETION = "_PERF_REPORT_COMPLETE"

# Whether it can be read is for the reader to find out, which says why not.
_FILE = click.Path(path_type=Path, readable=False)


@click.group(
    cls=LocalizedGroup,
    help="program",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "PERF_REPORT"},
)
@click.version_option(
    __version__, "-V", "--version", message="perf-report %(version)s", help="option-version"
)
@click.option(
    "--ui-language", type=click.Choice(["zh", "en"]), is_eager=True, help="option-ui-language"
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    is_eager=True,
    help="option-color",
)
@click.option("--project", type=_FILE, metavar="DIR", help="option-project")
@click.pass_context
def cli(context: click.Context, /, **options: Any) -> None:
    """Take the options that all commands share; `commands` reads --ui-language itself."""
    # https://no-color.org: any non-empty value means no color, unless the command line asks.
    automatic = False if os.environ.get("NO_COLOR") else None
    context.color = {"always": True, "never": False}.get(options["color"], automatic)
    context.obj = options["project"]


@cli.command(cls=LocalizedCommand, help="build", epilog="build-long")
@click.argument("spec", nargs=-1, type=_FILE)
@click.option("-o", "--output", type=_FILE, metavar="DIR", help="option-output")
@click.option("--lang", multiple=True, type=click.Choice(_MODES), help="option-lang")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="option-format"
)
@click.option("--templates", type=_FILE, metavar="DIR", help="option-templates")
@click.option("--font", "fonts", multiple=True, type=_FILE, metavar="FILE", help="option-font")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.option("-f", "--force", is_flag=True, help="option-force")
@click.pass_context
def build(context: click.Context, /, **options: Any) -> None:
    """Make the outputs of specs."""
    from perf_report import runs
    from perf_report.build.jobs import Recipe
    from perf_report.project import open_project, processor_count

    project = open_project(context.obj)
    output = options["output"] or project.output_folder()
    request = runs.Request(
        paths=project.spec_paths(options["spec"]),
        output=output,
        formats=options["formats"] or _FORMATS,
        modes=options["lang"] or _MODES,
        recipe=Recipe(
            templates=project.template_folders(options["templates"]),
            fonts=project.fonts(options["fonts"]),
        ),
        jobs=options["jobs"] or processor_count(),
        force=options["force"],
    )
    checked, built = runs.run_build(project, request, _show_progress)
    _echo_findings(checked)
    if checked.errors:
        _echo_refusal(checked)
        context.exit(FOUND)
    _echo_built(built, output)


@cli.command(cls=LocalizedCommand, help="validate", epilog="validate-long")
@click.argument("paths", nargs=-1, type=_FILE, metavar="[PATH]...")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-report")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    help="option-fail-on",
)
@click.option("--fix", is_flag=True, help="option-fix")
@click.option("--diff", is_flag=True, help="option-diff")
@click.option("--font", "fonts", multiple=True, type=_FILE, metavar="FILE", help="option-font")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def validate(context: click.Context, /, **options: Any) -> None:
    """Find everything that is wrong with specs."""
    from perf_report import validation
    from perf_report.checking import open_standards
    from perf_report.delivery import deliver, destinations
    from perf_report.project import open_project, processor_count

    project, say = open_project(context.obj), catalogue_of(context)
    wanted = destinations(options["formats"])
    paths = project.spec_paths(options["paths"])
    standards = open_standards(project, project.fonts(options["fonts"]))
    if options["fix"] or options["diff"]:
        for change in validation.fix_files(paths, standards, write=not options["diff"]):
            if change.difference and options["diff"]:
                click.echo(change.difference, nl=False)
            else:
                click.echo(change.summary(say), err=True, nl=False)
        if options["diff"]:
            context.exit(DONE)
    files = validation.check_many(paths, standards, options["jobs"] or processor_count())
    report = validation.collect(_watched(files, len(paths), "validating"), say)
    deliver(report, wanted)
    _echo_summary(report.summary)
    context.exit(FOUND if validation.reaches(report, options["fail_on"]) else DONE)


@cli.command(cls=LocalizedCommand, help="rules")
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules."""
    from perf_report.render.documentation import list_rules

    click.echo(list_rules(catalogue_of(context)), nl=False)


@cli.command(cls=LocalizedCommand, help="explain")
@click.argument("rule")
@click.pass_context
def explain(context: click.Context, rule: str) -> None:
    """Show a rule's documentation."""
    from perf_report.render.documentation import explain_rule
    from perf_report.rules import RULES, find_rule

    found = find_rule(rule)
    if found is None:
        known = ", ".join(rule.id for rule in RULES)
        say = catalogue_of(context)
        raise click.UsageError(say.say("cli", "usage-no-rule", rule=rule, known=known))
    click.echo(explain_rule(found, catalogue_of(context)), nl=False)


@cli.command(cls=LocalizedCommand, help="doctor")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="option-doctor-format",
)
@click.pass_context
def doctor(context: click.Context, format_: str) -> None:
    """Say what this machine has and lacks."""
    from perf_report.doctor import examine
    from perf_report.project import open_project

    say = catalogue_of(context)
    examined = list(examine(open_project(context.obj), say))
    is_able = all(item.found or not item.needed for item in examined)
    if format_ == "json":
        items = [
            {"id": item.id, "found": item.found, "needed": item.needed, "detail": item.detail}
            for item in examined
        ]
        click.echo(json.dumps({"version": 1, "able": is_able, "items": items}, ensure_ascii=False))
    else:
        names = {item.id: say.say("doctor", item.id) for item in examined}
        columns = max(map(width, names.values()))
        for item in examined:
            mark = click.style("✓", "green") if item.found else click.style("✗", "red")
            click.echo(f"{mark} {pad(names[item.id], columns)}  {item.detail}")
            if not item.found:
                click.echo(f"  → {say.say('doctor', f'fix-{item.id}')}")
        click.echo(say.say("doctor", "all-good" if is_able else "some-missing"), err=True)
    context.exit(DONE if is_able else UNABLE)


def _show_progress(built: "Iterable[Built]", tables: int) -> "Iterable[Built]":
    """Pass on what is built, with a bar where a person watches."""
    return _watched(built, tables, "building")


def _watched(items: "Iterable[_T]", length: int, label: str) -> "Iterable[_T]":
    """Pass items on, with a bar where a person watches and it takes a while."""
    if length <= 1 or not sys.stderr.isatty():
        return items
    words = catalogue_of(click.get_current_context()).say("cli", label)
    with click.progressbar(items, length=length, label=words, file=sys.stderr) as bar:
        return list(bar)


def _echo_summary(summary: Mapping[str, int]) -> None:
    say = catalogue_of(click.get_current_context())
    click.echo(say.say("cli", "summary", **summary), err=True)


def _echo_findings(checked: "Checked") -> None:
    from perf_report.render.reports.text import render_text
    from perf_report.validation import report_outcomes

    say = catalogue_of(click.get_current_context())
    text = render_text(replace(report_outcomes(checked.outcomes, say), color=True))
    if text:
        click.echo(text, err=True)


def _echo_refusal(checked: "Checked") -> None:
    say = catalogue_of(click.get_current_context())
    files = len({located.file for located in checked.errors})
    click.echo(say.say("cli", "refused", files=files, errors=len(checked.errors)), err=True)


def _echo_built(built: "list[Built]", output: Path) -> None:
    say = catalogue_of(click.get_current_context())
    for table in built:
        for path in table.written:
            click.echo(str(path))
    written = sum(len(table.written) for table in built)
    fresh = sum(len(table.fresh) for table in built)
    click.echo(say.say("cli", "built", written=written, fresh=fresh, folder=output), err=True)


def _exit_unable(error: PerfReportError, context: click.Context | None) -> None:
    from perf_report.render.reports.text import render_error

    text = render_error(error, catalogue_of(context), color=True)
    click.echo(text, err=True, nl=False, color=context.color if context else None)
    sys.exit(UNABLE)


def _drop_output() -> None:
    """Nobody takes the output any more; what is left to flush at the exit must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line, and turn what happens into one of the documented exit codes."""
    context: click.Context | None = None
    completing = os.environ.get(_COMPLETION)
    if completing:
        sys.exit(shell_complete(cli, {}, "perf-report", _COMPLETION, completing))
    try:
        with cli.make_context("perf-report", sys.argv[1:]) as context:
            cli.invoke(context)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.UsageError as error:
        exit_wrong_usage(error)
    except PerfReportError as error:
        _exit_unable(error, context)
    except BrokenPipeError:
        _drop_output()
        sys.exit(UNABLE)
    except OSError as error:
        # What the layers below could not do they say themselves; this is the terminal or a pipe.
        reason = error.strerror or str(error)
        _drop_output()
        _exit_unable(OutputError("output-unwritable", path="stdout", reason=reason), context)
    except (KeyboardInterrupt, click.Abort):
        click.echo(catalogue_of(context).say("cli", "interrupted"), err=True)
        sys.exit(INTERRUPTED)
