"""The command `new`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import YEARS, LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.new_head import HEAD, option_names, table_head
from perf_report.cli.program import FILE, cli, echo_path

if TYPE_CHECKING:
    from perf_report.app.last_evaluation import Reached
    from perf_report.messages import Catalogue


@cli.command(cls=LocalizedCommand, help="new", epilog="new-long")
@click.argument("folder", required=False, type=FILE)
@click.option("--from", "source", type=FILE, metavar="SPEC", help="option-from")
@click.option("--department", metavar="CODE", help="option-department-new")
@click.option("--name", metavar="NAME", help="option-name")
@click.option("--name-en", metavar="NAME", help="option-name-en")
@click.option("--form", metavar="ID", help="option-form")
@click.option("--project", metavar="CODE", help="option-project-code")
@click.option("--project-name", metavar="NAME", help="option-project-name")
@click.option("--project-name-en", metavar="NAME", help="option-project-name-en")
@click.option("--year", type=YEARS, metavar="YEAR", help="option-year")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="option-new-output")
@click.pass_context
def new(context: click.Context, /, **options: Any) -> None:
    """Start a project, next year's spec, or a spec from a form."""
    head = {key: options[key] for key in HEAD if options[key] is not None}
    if head and options["source"] is not None:
        exit_usage("usage-new-two-ways", options=option_names(head))
    if (head or options["source"] is not None) and options["folder"] is not None:
        exit_usage("usage-new-folder")
    if head:
        _start_table(head, options["year"], options["output"])
    elif options["source"] is not None:
        _start_next_year(options["source"], options["year"], options["output"])
    elif options["year"] is not None or options["output"] is not None:
        exit_usage("usage-new-without-from")
    else:
        _start_project(options["folder"] or context.obj or Path())


def _start_project(folder: Path) -> None:
    from perf_report.app.new import has_git_name, start_project

    for path in start_project(folder):
        echo_path(path)
    say = catalogue_of(click.get_current_context())
    enter = [] if folder == Path() else [f"cd {shlex.quote(str(folder))}"]
    click.echo(say.format("cli", "started"), err=True)
    for command in (*enter, "perf-report build", "perf-report diff"):
        click.echo(f"  {command}", err=True)
    if not has_git_name(folder):
        click.echo(say.format("cli", "git-name"), err=True)


def _start_next_year(source: Path, year: int | None, output: Path | None) -> None:
    from perf_report.app.new import start_next_year
    from perf_report.app.project import open_project
    from perf_report.outputs.named_file import is_stream

    project = open_project(click.get_current_context().obj)
    started = start_next_year(project, source, year, output)
    carried = started.carried
    counts = {key: getattr(carried, key) for key in ("funds", "targets", "figures", "texts")}
    say = catalogue_of(click.get_current_context())
    if not is_stream(started.path):
        echo_path(started.path)
    click.echo(say.format("cli", "to-review", year=started.old_year, **counts), err=True)
    if carried.values:
        click.echo(say.format("cli", "to-review-values", values=carried.values), err=True)
    if started.reached:
        _echo_reached(started.reached, started.old_year, say)
    click.echo(say.format("cli", "then-diff"), err=True)


def _echo_reached(reached: "Reached", year: int, say: "Catalogue") -> None:
    from perf_report.render.findings.report import shown_path

    path = shown_path(str(reached.path))
    written = {"baselines": len(reached.baselines), "year": year, "path": path}
    click.echo(say.format("cli", "baselines", **written), err=True)
    if reached.without:
        ids = ", ".join(reached.without)
        click.echo(say.format("cli", "baselines-without", ids=ids), err=True)


# --- A table from a form ---


def _start_table(given: dict[str, str], year: int | None, output: Path | None) -> None:
    from perf_report.app.new_table.drafts import draft_table, write_draft
    from perf_report.app.project import open_project
    from perf_report.messages import describe_finding
    from perf_report.outputs.named_file import is_stream

    context = click.get_current_context()
    project, say = open_project(context.obj), catalogue_of(context)
    draft = draft_table(project, table_head(project, given, year))
    if draft.finding is not None:
        exit_usage("usage-new-value", detail=describe_finding(say, draft.finding).message)
    path = write_draft(draft, output)
    if not is_stream(path):
        echo_path(path)
    click.echo(say.format("cli", "new-filled"), err=True)
