"""The command `extract`."""

from pathlib import Path
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import FILE, cli, echo_path
from perf_report.cli.unused_options import tell_other_unused


@cli.command(cls=LocalizedCommand, help="extract", epilog="extract-long")
@click.argument("file", type=FILE, required=False)
@click.option("--source", type=FILE, metavar="SPEC", help="option-extract-source")
@click.option("-o", "--output", type=FILE, metavar="DIR", help="option-extract-output")
@click.option("--list", "only_list", is_flag=True, help="option-list")
@click.option("-f", "--force", is_flag=True, help="option-extract-force")
@click.pass_context
def extract(context: click.Context, /, **options: Any) -> None:
    """Write the files attached to a PDF, or print what of a spec would be attached."""
    from perf_report.app.extract import extract_files, read_travelling_copy
    from perf_report.app.project import open_project

    if (options["file"] is None) == (options["source"] is None):
        exit_usage("usage-extract")
    if options["source"]:
        tell_other_unused(("source",), "--source")
        project = open_project(context.obj)
        click.echo(read_travelling_copy(options["source"], project), nl=False)
        return
    if options["only_list"]:
        tell_other_unused(("only_list",), "--list")
        _echo_list(options["file"], context)
        return
    folder = options["output"] or Path()
    for path in extract_files(options["file"], folder, force=options["force"]):
        echo_path(path)


def _echo_list(path: Path, context: click.Context) -> None:
    from perf_report.app.extract import list_attachments

    say, files = catalogue_of(context), list_attachments(path)
    columns = max(len(str(len(file.data))) for file in files)
    for file in files:
        size = str(len(file.data)).rjust(columns)
        role = file.relationship
        click.echo(say.format("cli", "carried", size=size, role=role, name=file.name))
