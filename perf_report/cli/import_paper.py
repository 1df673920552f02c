"""The command `import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import YEARS, LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, cli, echo_path

if TYPE_CHECKING:
    from perf_report.app.import_paper.run import Imported


@cli.command("import", cls=LocalizedCommand, help="import", epilog="import-long")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("-o", "--output", type=FILE, metavar="SPEC", help="option-import-output")
@click.option("--department", metavar="CODE", help="option-import-department")
@click.option("--project-code", metavar="CODE", help="option-import-project")
@click.option("--year", type=YEARS, metavar="YEAR", help="option-import-year")
@click.option("--force", is_flag=True, help="option-import-force")
@click.pass_context
def import_paper(context: click.Context, /, **options: Any) -> None:
    """Turn files into specs."""
    from perf_report.app.import_paper.read import KnownForms
    from perf_report.app.import_paper.run import Given
    from perf_report.app.import_paper.run import import_paper as run
    from perf_report.app.project import open_project
    from perf_report.parse.forms import load_forms
    from perf_report.parse.frameworks import load_frameworks
    from perf_report.parse.source import read_named

    project = open_project(context.obj)
    frameworks = load_frameworks(project.framework_folders())
    forms = load_forms(project.form_folders(), frameworks.keys())
    known = KnownForms(forms=forms, frameworks=frameworks)
    given = Given(
        department=options["department"], project=options["project_code"], year=options["year"]
    )
    for path in options["files"]:
        imported = run(read_named(path), known, given)
        _write(imported, options["output"])
        _echo_summary(path, imported)
    context.exit(DONE if options["files"] else FOUND)


def _write(imported: "Imported", output: Path | None) -> None:
    from perf_report.outputs.named_file import write_named_files

    if output is None:
        click.echo(imported.data, nl=False)
    else:
        write_named_files({output: imported.data})
        echo_path(output)


def _echo_summary(path: Path, imported: "Imported") -> None:
    from perf_report.recognize.notes import NoteKind

    say = catalogue_of(click.get_current_context())
    if imported.carried:
        click.echo(say.format("cli", "import-carried", file=path), err=True)
        return
    counts = {kind.value: imported.count(kind) for kind in NoteKind}
    counts["marked"] += counts.pop("missing")
    click.echo(say.format("cli", "import-summary", file=path, form=imported.form, **counts), err=True)
