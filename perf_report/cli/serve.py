"""The command `serve`."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import cli, echo_path
from perf_report.cli.unused_options import refuse_other_options
from perf_report.errors import OutputError, SettingsError

if TYPE_CHECKING:
    from perf_report.messages import Catalogue
    from perf_report.serve.listener import Listener
    from perf_report.serve.server import Served


@cli.command(cls=LocalizedCommand, help="serve", epilog="serve-long")
@click.option("--open", "opens", is_flag=True, help="option-serve-open")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="option-port")
@click.option("--target", metavar="TARGET", help="option-status-target")
@click.option("--host", metavar="ADDRESS", help="option-host")
@click.option("--editor", metavar="COMMAND", help="option-editor")
@click.option("--install", "installs", is_flag=True, help="option-install")
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Show the project on a page where its tables are filled in."""
    if importlib.util.find_spec("uvicorn") is None or importlib.util.find_spec("starlette") is None:
        raise SettingsError("serve-missing")
    say = catalogue_of(context)
    if options["installs"]:
        _install(context, say)
        return
    served = _open_server(context, say, options)
    click.echo(served.address)
    _echo_reach(say, served.listener)
    click.echo(say.format("cli", "serve-how"), err=True)
    if options["opens"]:
        click.launch(served.address)
    # That is how it ends.
    with suppress(KeyboardInterrupt):
        served.run()


def _open_server(context: click.Context, say: "Catalogue", options: dict[str, Any]) -> "Served":
    from perf_report.app.project import open_project
    from perf_report.app.workbench.editor import find_editor, usual_editor
    from perf_report.app.workbench.workbench import Workbench
    from perf_report.serve.listener import LOOPBACK
    from perf_report.serve.server import open_server

    host, port = options["host"], options["port"]
    # What another machine asks for opens nothing here, unless the command line says so.
    usual = None if host else usual_editor(os.environ)
    editor = find_editor(options["editor"]) if options["editor"] else usual
    workbench = Workbench(open_project(context.obj), editor=editor, target=options["target"])
    with listening(host, port):
        return open_server(workbench, say.language, host or LOOPBACK, port)


@contextmanager
def listening(host: str | None, port: int) -> Iterator[None]:
    """Raise OutputError if the address or the port cannot be used."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if host:
            raise OutputError("serve-host", host=host, port=port, reason=reason) from error
        raise OutputError("serve-port", port=port, reason=reason) from error


def _echo_reach(say: "Catalogue", listener: "Listener") -> None:
    """Warn of a page that other machines can reach."""
    if listener.is_local:
        return
    click.echo(say.format("cli", "serve-reached"), err=True)
    if listener.is_anywhere:
        click.echo(say.format("cli", "serve-anywhere"), err=True)


def _install(context: click.Context, say: "Catalogue") -> None:
    """Write the files that start the page by a double click."""
    from perf_report.app.project import open_project
    from perf_report.app.workbench.shortcut import shortcut_files
    from perf_report.outputs.writer import write_files

    refuse_other_options(("installs",), "--install")
    project = open_project(context.obj).root.absolute()
    # Without -P, modules of the folder where it is started would be taken for ours.
    python = [sys.executable, "-P", "-m", "perf_report"]
    command = [*python, "--project", str(project), "serve", "--open"]
    system = sys.platform if sys.platform in {"win32", "darwin"} else "linux"
    files = shortcut_files(system, Path.home(), os.environ, command, project)
    write_files(files, executable=True)
    for path in files:
        echo_path(path)
    click.echo(say.format("cli", f"shortcut-{system}"), err=True)
