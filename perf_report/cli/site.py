"""The command `site`."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.build import echo_findings, echo_refusal
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import FILE, FOUND, cli, echo_path, with_progress
from perf_report.cli.serve import listening
from perf_report.cli.unused_options import refuse_options

if TYPE_CHECKING:
    from perf_report.app.build.run import BuildResult
    from perf_report.messages import Catalogue
    from perf_report.model.identity import Identity


@cli.command(cls=LocalizedCommand, help="site", epilog="site-long")
@click.option("-o", "--output", type=FILE, metavar="DIR", help="option-site-output")
@click.option("--target", metavar="TARGET", help="option-site-target")
@click.option("--no-build", is_flag=True, help="option-no-build")
@click.option("--no-search", is_flag=True, help="option-no-search")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.option("--serve", "serves", is_flag=True, help="option-site-serve")
@click.option("--port", type=click.IntRange(0, 65_535), metavar="N", help="option-port")
@click.pass_context
def site(context: click.Context, /, **options: Any) -> None:
    """Make the disclosure site."""
    from perf_report.app import build_site
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project
    from perf_report.app.publish.project_target import read_history
    from perf_report.cli.report_output import echo_unread

    if not options["serves"]:
        refuse_options(("port",), "usage-only-with", modes="--serve")
    project = _with_site_folder(open_project(context.obj), options["output"])
    request = build_site.SiteRequest(
        jobs=options["jobs"] or processor_count(), has_search=not options["no_search"]
    )
    identities = None
    if not options["no_build"]:
        result = build_site.build_project(project, request, site_progress())
        echo_unread(project, ())
        identities = built_identities(context, result)
    history = read_history(project, options["target"])
    made = build_site.stage_site(project, request, site_progress(), identities, history)
    say = catalogue_of(context)
    if not project.address():
        click.echo(say.format("cli", "site-no-address"), err=True)
    files = len(made.files)
    echo_path(made.folder / "index.html")
    click.echo(
        say.format("cli", "site-made", files=files, written=made.written, folder=made.folder),
        err=True,
    )
    echo_undisclosed(len(made.undisclosed))
    if options["serves"]:
        _serve_site(say, made.folder, project.address(), options["port"] or 0)
    elif request.has_search:
        click.echo(say.format("cli", "site-look"), err=True)


def _serve_site(say: "Catalogue", folder: Path, address: str, port: int) -> None:
    """Show a site on this machine until Ctrl+C."""
    from perf_report.serve.listener import listen
    from perf_report.serve.site_server import LocalSite, SiteServer, base_of

    with listening(None, port):
        listener = listen(port=port)
    site = LocalSite(folder=folder, base=base_of(address))
    with SiteServer(site, listener) as server, suppress(KeyboardInterrupt):
        click.echo(server.address)
        click.echo(say.format("cli", "site-served"), err=True)
        server.serve_forever()


def echo_undisclosed(count: int) -> None:
    """Say how many tables are not disclosed, if there are any."""
    if count:
        say = catalogue_of(click.get_current_context())
        click.echo(say.format("cli", "undisclosed", count=count), err=True)


def built_identities(context: click.Context, result: "BuildResult") -> "set[Identity]":
    """Print findings, and return the built tables; exit if a spec has an error."""
    echo_findings(result.checked)
    if result.checked.errors:
        echo_refusal(result.checked)
        context.exit(FOUND)
    result.raise_if_incomplete()
    return result.checked.identities


def site_progress() -> Any:
    """Return progress bars for the tables and the departments."""
    from perf_report.app.build_site import SiteProgress

    return SiteProgress(
        tables=lambda built, count: with_progress(built, count, "building"),
        departments=lambda made, count: with_progress(made, count, "composing"),
    )


def _with_site_folder(project: Any, folder: Path | None) -> Any:
    """The project with the site folder of the command line, if there is one."""
    if folder is None:
        return project
    site = replace(project.settings.site, folder=str(folder.absolute()))
    return replace(project, settings=replace(project.settings, site=site))
