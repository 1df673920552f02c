"""The command `indicators`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.changes import terminal_columns
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import cli, with_progress
from perf_report.cli.report_output import (
    ReportFiles,
    parse_formats,
    refuse_input_reports,
    write_reports,
)

if TYPE_CHECKING:
    from perf_report.app.project import Project

Reports = dict[str, Callable[[], str | bytes]]

_LIST_FORMATS = ("text", "json", "vscode")
_USE_FORMATS = ("text", "json")


@cli.command(cls=LocalizedCommand, help="indicators", epilog="indicators-long")
@click.argument("word", required=False, metavar="[WORD]")
@click.option("--category", metavar="PREFIX", help="option-indicators-category")
@click.option("--use", "used", metavar="ID", help="option-indicators-use")
@click.option(
    "--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-indicators-format"
)
@click.pass_context
def indicators(context: click.Context, /, **options: Any) -> None:
    """Search the library of indicators, or show how one of them is used."""
    from perf_report.app.project import open_project

    is_use = options["used"] is not None
    if is_use and (options["word"] is not None or options["category"] is not None):
        exit_usage("usage-indicators-use")
    known = _USE_FORMATS if is_use else _LIST_FORMATS
    wanted = parse_formats(options["formats"] or ("text",), known)
    project = open_project(context.obj)
    refuse_input_reports(wanted, project.input_paths(()))
    if is_use:
        _show_use(context, project, options["used"], wanted)
    else:
        _show_list(context, project, options, wanted)


def _show_list(
    context: click.Context, project: "Project", options: dict[str, Any], wanted: ReportFiles
) -> None:
    from perf_report.app.indicators.search import open_library, search_library
    from perf_report.app.indicators.snippets import render_snippets
    from perf_report.render import indicator_list

    library, say = open_library(project), catalogue_of(context)
    word = options["word"] or ""
    found = search_library(library, word, options["category"] or "")
    reports: Reports = {
        "text": lambda: indicator_list.list_indicators(found, say, terminal_columns()),
        "json": lambda: indicator_list.render_json(found, library),
        "vscode": lambda: render_snippets([each.indicator for each in found]),
    }
    write_reports(wanted, lambda name, _color: reports[name]())
    counts = {"count": len(found), "total": len(library.indicators)}
    is_near = bool(found) and found[0].match is indicator_list.Match.NEAR
    message = "indicators-near" if is_near else "indicators-found"
    click.echo(say.format("cli", message, word=word, **counts), err=True)


def _show_use(context: click.Context, project: "Project", id_: str, wanted: ReportFiles) -> None:
    from perf_report.app.indicators.search import find_indicator, open_library
    from perf_report.app.indicators.usage import collect_uses, find_uses
    from perf_report.render import indicator_use

    library, say = open_library(project), catalogue_of(context)
    item, paths = find_indicator(library, id_), project.spec_paths(())
    specs = with_progress((find_uses(path, item) for path in paths), len(paths), "searching")
    use = collect_uses(library, item, specs)
    reports: Reports = {
        "text": lambda: indicator_use.render_text(use, say, terminal_columns()),
        "json": lambda: indicator_use.render_json(use),
    }
    write_reports(wanted, lambda name, _color: reports[name]())
    for file in use.unread:
        click.echo(say.format("cli", "indicator-unread", path=file), err=True)
