"""The command `serve`."""

import importlib.util
from contextlib import suppress
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import cli
from perf_report.errors import OutputError, SettingsError


@cli.command(cls=LocalizedCommand, help="serve", epilog="serve-long")
@click.option("--open", "opens", is_flag=True, help="option-serve-open")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="option-port")
@click.option("--target", metavar="TARGET", help="option-status-target")
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Show the project on a page where its tables are filled in."""
    if importlib.util.find_spec("uvicorn") is None or importlib.util.find_spec("starlette") is None:
        raise SettingsError("serve-missing")
    from perf_report.app.project import open_project
    from perf_report.app.workbench.workbench import Workbench
    from perf_report.serve.server import open_server

    say = catalogue_of(context)
    workbench = Workbench(open_project(context.obj), target=options["target"])
    try:
        served = open_server(workbench, say.language, options["port"])
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError("serve-port", port=options["port"], reason=reason) from error
    click.echo(served.address)
    click.echo(say.format("cli", "serve-how"), err=True)
    if options["opens"]:
        click.launch(served.address)
    # That is how it ends.
    with suppress(KeyboardInterrupt):
        served.run()
    workbench.close()
