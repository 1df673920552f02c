"""The command `forms`."""

import click

from perf_report.cli.changes import terminal_columns
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import cli


@cli.command(cls=LocalizedCommand, help="forms", epilog="forms-long")
@click.argument("id_", required=False, metavar="[ID]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="option-forms-format",
)
@click.pass_context
def forms(context: click.Context, /, id_: str | None, format_: str) -> None:
    """List the forms, or print the file of one."""
    from perf_report.app.forms import form_file, list_forms
    from perf_report.app.project import open_project
    from perf_report.render import form_list

    project = open_project(context.obj)
    if id_ is not None:
        click.echo(form_file(project, id_), nl=False)
    elif format_ == "json":
        click.echo(form_list.render_json(list_forms(project)), nl=False)
    else:
        say = catalogue_of(context)
        click.echo(form_list.list_forms(list_forms(project), say, terminal_columns()), nl=False)
