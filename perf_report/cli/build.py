"""The command `build`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import FILE, FOUND, cli, echo_path, with_progress
from perf_report.cli.unused_options import tell_unused

if TYPE_CHECKING:
    from perf_report.app.build.run import BuildResult, BuiltTable
    from perf_report.app.check.collect_specs import CheckedSpecs
    from perf_report.outputs.output_files import Format
    from perf_report.render.localized_text import Mode

# As in render/localized_text and outputs/output_files, which are slow to import; a test compares.
_MODES: tuple["Mode", ...] = ("zh", "en", "zh-en")
_FORMATS: tuple["Format", ...] = (
    "html", "pdf", "json", "csv", "md", "yaml", "docx", "xlsx",
)  # fmt: skip


@cli.command(cls=LocalizedCommand, help="build", epilog="build-long")
@click.argument("spec", nargs=-1, type=FILE)
@click.option("-o", "--output", type=FILE, metavar="DIR", help="option-output")
@click.option("--lang", multiple=True, type=click.Choice(_MODES), help="option-lang")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="option-format"
)
@click.option("--templates", type=FILE, metavar="DIR", help="option-templates")
@click.option("--font", "fonts", multiple=True, type=FILE, metavar="FILE", help="option-font")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.option("--cluster", metavar="ADDRESS", help="option-cluster")
@click.option("-f", "--force", is_flag=True, help="option-force")
@click.option("--explain", is_flag=True, help="option-explain")
@click.option("--prune", is_flag=True, help="option-prune")
@click.option("--with-comments", is_flag=True, help="option-with-comments")
@click.option("--office", is_flag=True, help="option-office")
@click.pass_context
def build(context: click.Context, /, **options: Any) -> None:
    """Build the outputs of specs."""
    from perf_report.app.build.config import project_config, project_formats
    from perf_report.app.build.request import BuildRequest
    from perf_report.app.build.run import run_build
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project
    from perf_report.cli.report_output import echo_unread
    from perf_report.outputs.build_plan import Selection

    if options["prune"] and options["spec"]:
        exit_usage("usage-prune")
    _tell_unused_of_formats(options)
    project = open_project(context.obj)
    output = options["output"] or project.output_folder()
    request = BuildRequest(
        paths=project.spec_paths(options["spec"]),
        output=output,
        selection=Selection(
            formats=options["formats"] or project_formats(project),
            modes=options["lang"] or _MODES,
            force=options["force"],
            has_office=options["office"],
        ),
        config=project_config(
            project,
            templates=options["templates"],
            fonts=options["fonts"],
            changes_mode=_only(options["lang"]),
        ),
        jobs=options["jobs"] or processor_count(),
        cluster=options["cluster"],
        has_all_specs=not options["spec"],
        prune=options["prune"],
        with_comments=options["with_comments"],
    )
    result = run_build(project, request, _show_progress)
    echo_unread(project, options["spec"])
    echo_findings(result.checked)
    if result.checked.errors:
        echo_refusal(result.checked)
        context.exit(FOUND)
    _echo_built(result.built, output, explain=options["explain"])
    _echo_orphans(result, output, prune=options["prune"])
    result.raise_if_incomplete()


# The formats that an option applies to, where it does not apply to all.
_APPLIES_TO: Mapping[str, tuple["Format", ...]] = {
    "lang": ("html", "pdf", "docx", "xlsx"),
    "templates": ("html", "pdf"),
    "with_comments": ("pdf", "yaml", "docx", "xlsx"),
}


def _tell_unused_of_formats(options: dict[str, Any]) -> None:
    """Tell of an option that applies to none of the formats; office papers are PDFs."""
    formats = {*options["formats"], *(("pdf",) if options["office"] else ())}
    for name, known in _APPLIES_TO.items():
        if options["formats"] and formats.isdisjoint(known):
            modes = f"--format {', '.join(known)}"
            tell_unused((name,), "unused-without", modes=modes)


def _only(modes: Sequence["Mode"]) -> "Mode | None":
    """The language mode of reports of changes, if a single one is built."""
    return modes[0] if len(modes) == 1 else None


def _show_progress(built: "Iterable[BuiltTable]", tables: int) -> "Iterable[BuiltTable]":
    """Yield built tables, with a progress bar if stderr is a terminal."""
    return with_progress(built, tables, "building")


def echo_findings(checked: "CheckedSpecs") -> None:
    """Print the findings in specs and reports."""
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.findings.text import render_text

    say = catalogue_of(click.get_current_context())
    report = FindingsReport.collect(checked.files, say)
    text = render_text(replace(report, color=True))
    if text:
        click.echo(text, err=True)


def echo_refusal(checked: "CheckedSpecs") -> None:
    """Print that nothing is built."""
    say = catalogue_of(click.get_current_context())
    files = len({located.file for located in checked.errors})
    click.echo(say.format("cli", "refused", files=files, errors=checked.error_count), err=True)


def _echo_built(built: "Sequence[BuiltTable]", output: Path, *, explain: bool) -> None:
    say = catalogue_of(click.get_current_context())
    for table in built:
        if explain:
            for name in sorted(table.causes):
                click.echo(f"{output / name}: {_explain(table, name)}")
        else:
            for path in table.written:
                echo_path(path)
    written = sum(len(table.written) for table in built)
    up_to_date = sum(table.up_to_date for table in built)
    click.echo(
        say.format("cli", "built", written=written, fresh=up_to_date, folder=output), err=True
    )


def _explain(table: "BuiltTable", path: str) -> str:
    """Why a file was made or not."""
    say = catalogue_of(click.get_current_context())
    causes = (say.format("explain", cause.id, name=cause.name) for cause in table.causes[path])
    return say.format("word", "and-so").join(causes)


def _echo_orphans(result: "BuildResult", output: Path, *, prune: bool) -> None:
    """Print the files of specs that no longer exist."""
    say = catalogue_of(click.get_current_context())
    message = "gone-removed" if prune else "gone"
    for folder, paths in result.orphans.items():
        click.echo(say.format("cli", message, folder=output / folder, files=len(paths)), err=True)
    if result.is_cache_lost:
        click.echo(say.format("cli", "notes-lost"), err=True)
