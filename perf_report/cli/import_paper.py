"""The command `import`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from perf_report.cli.click_i18n import YEARS, LocalizedCommand, catalogue_of, exit_usage, today
from perf_report.cli.program import DONE, FILE, FOUND, UNABLE, cli, echo_path, with_progress
from perf_report.cli.unused_options import refuse_options, tell_other_unused

if TYPE_CHECKING:
    from perf_report.app.import_paper.batch import Outcome
    from perf_report.app.project import Project
    from perf_report.render.import_report import ImportedFile

_REPORTS = (".txt", ".json", ".html")
# What `--into` uses, and what a report has from its plan.
_INTO = ("into", "yes", "remove")
_HEAD = ("department", "project_code", "year")


@cli.command("import", cls=LocalizedCommand, help="import", epilog="import-long")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("-o", "--output", type=FILE, metavar="SPEC", help="option-import-output")
@click.option("--department", metavar="CODE", help="option-import-department")
@click.option("--project-code", metavar="CODE", help="option-import-project")
@click.option("--year", type=YEARS, metavar="YEAR", help="option-import-year")
@click.option("--force", is_flag=True, help="option-import-force")
@click.option(
    "--fail-on", type=click.Choice(["error", "mark", "never"]), default="error",
    help="option-import-fail",
)  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(["yaml", "json"]), default="yaml",
    help="option-import-format",
)  # fmt: skip
@click.option("--report", type=FILE, metavar="FILE", help="option-import-report")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.option("--plan", type=FILE, metavar="SPEC", help="option-import-plan")
@click.option("--into", type=FILE, metavar="SPEC", help="option-into")
@click.option("--yes", is_flag=True, help="option-yes")
@click.option("--remove", is_flag=True, help="option-remove")
@click.pass_context
def import_paper(context: click.Context, /, **options: Any) -> None:
    """Turn files into specs."""
    if options["into"] is not None:
        if options["plan"] is not None:
            exit_usage("usage-import-plan")
        refuse_options(("output", *_HEAD), mode="--into")
        tell_other_unused(_INTO, "--into")
        _bring_into(context, options)
    if options["yes"] or options["remove"]:
        exit_usage("usage-import-into")
    if options["plan"] is not None:
        refuse_options(_HEAD, "usage-import-plan-head")
    from perf_report.app.import_paper.batch import import_files
    from perf_report.app.import_paper.files import collect_files
    from perf_report.app.import_paper.save import check_saved, save_specs
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project

    project, say = open_project(context.obj), catalogue_of(context)
    named = list(options["files"])
    files = collect_files(named)
    _refuse_wrong(options, is_single=len(named) == 1 and files == named)
    tasks = _tasks(project, files, options)
    jobs = options["jobs"] or processor_count()
    outcomes = list(with_progress(import_files(tasks, jobs), len(tasks), "importing"))
    paths = _paths(outcomes, project, _output(options), is_single=files == named[:1])
    saved = save_specs(outcomes, paths, inputs=files, force=options["force"], say=say)
    for each in (each for each in saved if each.spec == "-"):
        click.echo(each.text, nl=False)
    errors = check_saved(project, saved, say, plan=options["plan"])
    _report(options, saved)
    _echo(saved, options)
    for line in errors:
        click.echo(line, err=True)
    context.exit(_exit_code(saved, errors, options["fail_on"]))


def _bring_into(context: click.Context, options: dict[str, Any]) -> NoReturn:
    """Show what an edited file changes in its spec, or write it; then exit."""
    from perf_report.app.import_paper.into_file import bring_file_into
    from perf_report.app.project import open_project

    if len(options["files"]) != 1:
        exit_usage("usage-import-into-one")
    project, say = open_project(context.obj), catalogue_of(context)
    brought = bring_file_into(
        project, options["files"][0], options["into"], remove=options["remove"]
    )
    if not brought.changes_nothing:
        click.echo(brought.render_changes(today(), say), nl=False)
    for line in brought.undecided(say):
        click.echo(line, err=True)
    errors = brought.errors(say)
    for line in errors:
        click.echo(line, err=True)
    if brought.conflicts or errors:
        click.echo(say.format("cli", "into-refused"), err=True)
        context.exit(FOUND)
    if brought.changes_nothing:
        click.echo(say.format("cli", "into-same", file=options["files"][0]), err=True)
        context.exit(DONE)
    if not options["yes"]:
        click.echo(say.format("cli", "into-show"), err=True)
        context.exit(DONE)
    brought.write()
    echo_path(options["into"])
    context.exit(DONE)


def _refuse_wrong(options: dict[str, Any], *, is_single: bool) -> None:
    """End with wrong usage where options do not go together."""
    output, report = _output(options), options["report"]
    if report is not None and report.suffix not in _REPORTS:
        exit_usage("usage-import-report", path=report)
    if not is_single and output is not None and output.exists() and not output.is_dir():
        exit_usage("usage-import-output")
    if is_single and options["format_"] == "json" and output is None:
        exit_usage("usage-import-json")


def _output(options: dict[str, Any]) -> Path | None:
    """The file or the folder to write; a report stands beside its plan."""
    plan: Path | None = options["plan"]
    output: Path | None = options["output"]
    return plan.parent if plan and output is None else output


def _tasks(project: "Project", files: Sequence[Path], options: dict[str, Any]) -> list[Any]:
    from perf_report.app.import_paper.batch import ImportTask
    from perf_report.app.import_paper.files import read_file
    from perf_report.app.import_paper.run import Given

    given = Given(
        department=options["department"],
        project=options["project_code"],
        year=options["year"],
        plan=read_file(options["plan"]) if options["plan"] else None,
    )
    folders = {
        "forms": project.form_folders(),
        "frameworks": project.framework_folders(),
        "scorings": project.scoring_folders(),
    }
    return [ImportTask(source=read_file(path), given=given, **folders) for path in files]


def _paths(
    outcomes: "Sequence[Outcome]", project: "Project", output: Path | None, *, is_single: bool
) -> list[Path | None]:
    """Where each spec goes; None is standard output, for the only spec of a file."""
    from perf_report.app.import_paper.files import name_specs

    specs = [each for outcome in outcomes for each in outcome.imported]
    if is_single and len(specs) <= 1 and not (output and output.is_dir()):
        return [output] * len(specs)
    if is_single and output is not None and not output.is_dir() and output.suffix:
        exit_usage("usage-import-several", count=len(specs))
    return [*name_specs(output or project.specs_folder(), specs)]


def _report(options: dict[str, Any], saved: "Sequence[ImportedFile]") -> None:
    from perf_report.outputs.named_file import write_named_files
    from perf_report.render.import_report import report_html, report_json, report_text

    path, say = options["report"], catalogue_of(click.get_current_context())
    if path is None:
        return
    renderers = {".txt": report_text, ".html": report_html}
    if path.suffix == ".json":
        data = report_json(saved, say)
    else:
        data = renderers[path.suffix](saved, say).encode("utf-8", "backslashreplace")
    write_named_files({path: data})
    echo_path(path)


def _echo(saved: "Sequence[ImportedFile]", options: dict[str, Any]) -> None:
    """Print what became of each file on stderr, and the summary on stdout if it is asked for."""
    from perf_report.render.findings.text import render_description
    from perf_report.render.import_report import summary_json

    context = click.get_current_context()
    say, format_ = catalogue_of(context), options["format_"]
    for each in saved:
        if format_ == "yaml" and each.spec not in ("", "-"):
            echo_path(Path(each.spec))
        if each.error:
            text = render_description(each.error, say, color=True)
            click.echo(text, err=True, nl=False, color=context.color)
        elif each.is_carried:
            # A spec has its own department and year, whatever is given for the other files.
            message = "import-carried-head" if any(map(options.get, _HEAD)) else "import-carried"
            click.echo(say.format("cli", message, file=each.file), err=True)
        else:
            line = say.format(
                "cli", "import-summary", file=each.file, form=each.form, **each.counts()
            )
            click.echo(line, err=True)
    if len(saved) > 1:
        failed = sum(bool(each.error) for each in saved)
        marked = sum(each.counts()["marked"] for each in saved)
        written = len(saved) - failed
        totals = {"files": len(saved), "written": written, "failed": failed, "marked": marked}
        click.echo(say.format("cli", "import-done", **totals), err=True)
    if format_ == "json":
        click.echo(summary_json(saved), nl=False)


def _exit_code(saved: "Sequence[ImportedFile]", errors: Sequence[str], fail_on: str) -> int:
    if any(each.error for each in saved):
        return UNABLE
    marked = any(each.counts()["marked"] for each in saved)
    if fail_on != "never" and (errors or (fail_on == "mark" and marked)):
        return FOUND
    return DONE
