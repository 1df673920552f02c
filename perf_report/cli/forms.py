"""The command `forms`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from perf_report.cli.changes import terminal_columns
from perf_report.cli.click_i18n import YEARS, LocalizedCommand, catalogue_of, exit_usage, today
from perf_report.cli.program import cli
from perf_report.cli.report_output import parse_formats, refuse_input_reports, write_reports
from perf_report.cli.unused_options import tell_other_unused, tell_unused

if TYPE_CHECKING:
    from perf_report.app.project import Project

_LISTS = ("text", "json")
_DRAWINGS = ("html", "pdf", "png", "docx", "xlsx")
# The endings of a report that is begun, in place of the id of a form.
_REPORTS = (".yaml", ".yml")


@cli.command(cls=LocalizedCommand, help="forms", epilog="forms-long")
@click.argument("id_", required=False, metavar="[ID]")
@click.option("--example", is_flag=True, help="option-forms-example")
@click.option("--format", "formats", metavar="FORMAT", multiple=True, help="option-forms-format")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en", "zh-en"]),
    default="zh",
    help="option-forms-lang",
)
@click.option("--year", type=YEARS, metavar="YEAR", help="option-forms-year")
@click.pass_context
def forms(context: click.Context, /, id_: str | None, **options: Any) -> None:
    """List the forms, or print the file of one, an empty one, or an example."""
    from perf_report.app.project import open_project

    project = open_project(context.obj)
    if options["example"]:
        _print_example(project, id_, options["formats"])
        return
    wanted = parse_formats(
        options["formats"] or ("text",), (*_LISTS, *_DRAWINGS), binary=_DRAWINGS[1:]
    )
    drawn = [name for name, _ in wanted if name in _DRAWINGS]
    if id_ is None and drawn:
        exit_usage("usage-forms-id", format=drawn[0])
    if not drawn:
        modes = f"--format {', '.join(_DRAWINGS)}"
        tell_unused(("lang", "year"), "unused-without", modes=modes)
    is_report = id_ is not None and id_.endswith(_REPORTS)
    if is_report and len(drawn) < len(wanted):
        exit_usage("usage-forms-report")
    if is_report:
        tell_unused(("year",), mode=id_)
    inputs = (Path(id_),) if id_ is not None and is_report else ()
    refuse_input_reports(wanted, project.input_paths(inputs))
    year = options["year"] or today().year

    def render(name: str, _color: bool) -> str | bytes:  # noqa: FBT001  # write_reports calls it
        if id_ is None:
            return _list(project, name)
        return _one(project, id_, name, year, options["lang"])

    write_reports(wanted, render)


def _print_example(project: "Project", id_: str | None, formats: tuple[str, ...]) -> None:
    from perf_report.app.forms import example_spec

    if id_ is None:
        exit_usage("usage-forms-example")
    if formats:
        exit_usage("usage-forms-example-format")
    tell_other_unused(("example",), "--example")
    click.echo(example_spec(project, id_), nl=False)


def _list(project: "Project", name: str) -> str:
    from perf_report.app.forms import list_forms
    from perf_report.render import form_list

    if name == "json":
        return form_list.render_json(list_forms(project))
    say = catalogue_of(click.get_current_context())
    return form_list.list_forms(list_forms(project), say, terminal_columns())


def _one(project: "Project", id_: str, name: str, year: int, mode: str) -> bytes:
    from perf_report.app.forms import form_file

    if name in _LISTS:
        return form_file(project, id_)
    from perf_report.app.blank_form import Drawing, draw_form, draw_report
    from perf_report.render.localized_text import Mode

    if id_.endswith(_REPORTS):
        return draw_report(project, Path(id_), cast("Mode", mode), cast("Drawing", name))
    return draw_form(project, id_, year, cast("Mode", mode), cast("Drawing", name))
