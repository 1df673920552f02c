"""`perf-report site`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.build import echo_findings, echo_refusal
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import FILE, FOUND, cli, watched

if TYPE_CHECKING:
    from perf_report.app.build.run import BuildResult


@cli.command(cls=LocalizedCommand, help="site", epilog="site-long")
@click.option("-o", "--output", type=FILE, metavar="DIR", help="option-site-output")
@click.option("--target", metavar="TARGET", help="option-site-target")
@click.option("--no-build", is_flag=True, help="option-no-build")
@click.option("--no-search", is_flag=True, help="option-no-search")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def site(context: click.Context, /, **options: Any) -> None:
    """Make the disclosure site."""
    from perf_report.app import build_site
    from perf_report.app.project import open_project, processor_count
    from perf_report.app.publish.publication import read_history

    project = _with_folder(open_project(context.obj), options["output"])
    request = build_site.SiteRequest(
        jobs=options["jobs"] or processor_count(),
        builds=not options["no_build"],
        searches=not options["no_search"],
    )
    identities = None
    if request.builds:
        result = build_site.build_project(project, request, watch())
        identities = built_identities(context, result)
    history = read_history(project, options["target"])
    made = build_site.stage_site(project, request, watch(), identities, history)
    say = catalogue_of(context)
    if not project.address():
        click.echo(say.say("cli", "site-no-address"), err=True)
    files = len(made.files)
    click.echo(str(made.folder / "index.html"))
    click.echo(
        say.say("cli", "site-made", files=files, written=made.written, folder=made.folder), err=True
    )


def built_identities(context: click.Context, result: "BuildResult") -> set[tuple[str, int]]:
    """The tables that were built; it ends here where a spec has an error or a file was lost."""
    echo_findings(result.checked)
    if result.checked.errors:
        echo_refusal(result.checked)
        context.exit(FOUND)
    result.refuse_losses()
    return result.checked.identities


def watch() -> Any:
    """Bars for the tables and the departments, where a person watches."""
    from perf_report.app.build_site import Watch

    return Watch(
        tables=lambda built, count: watched(built, count, "building"),
        departments=lambda made, count: watched(made, count, "composing"),
    )


def _with_folder(project: Any, folder: Path | None) -> Any:
    """The project with its site elsewhere, where the command says so."""
    if folder is None:
        return project
    return replace(project, settings=replace(project.settings, site=str(folder.absolute())))
