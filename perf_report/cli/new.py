"""The command `new`."""

import shlex
from pathlib import Path
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import FILE, cli, echo_path


@cli.command(cls=LocalizedCommand, help="new", epilog="new-long")
@click.argument("folder", required=False, type=FILE)
@click.option("--from", "source", type=FILE, metavar="SPEC", help="option-from")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="YEAR", help="option-year")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="option-new-output")
@click.pass_context
def new(context: click.Context, /, **options: Any) -> None:
    """Start a project, or next year's spec."""
    if options["source"] is None:
        if options["year"] is not None or options["output"] is not None:
            exit_usage("usage-new-without-from")
        _start_project(options["folder"] or context.obj or Path())
    elif options["folder"] is not None:
        exit_usage("usage-new-folder")
    else:
        _start_next_year(options["source"], options["year"], options["output"])


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
    from perf_report.outputs.named_file import is_stream

    started = start_next_year(source, year, output)
    carried = started.carried
    counts = {"funds": carried.funds, "targets": carried.targets, "texts": carried.texts}
    say = catalogue_of(click.get_current_context())
    if not is_stream(started.path):
        echo_path(started.path)
    click.echo(say.format("cli", "to-review", year=started.old_year, **counts), err=True)
    click.echo(say.format("cli", "then-diff"), err=True)
