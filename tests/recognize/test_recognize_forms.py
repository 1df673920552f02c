"""The page, the PDF, the Word and the Excel file of a form are read back as their plan."""

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from paths import REPOSITORY
from printed_facts import printed_facts
from vocabularies import complete, vocabulary_of

from perf_report import resources
from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.recognize.notes import NoteKind

EXAMPLES = sorted(path.stem for path in resources.example_specs_path().glob("*.yaml"))
REAL = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
# A PDF takes a second to make; these have every kind of block, and more pages than one.
PRINTED = ["real", "overall-hubei", "project-2021", "project-chongqing", "project-sichuan"]
# Codes are on no paper, and a form of a project need not print the department.
UNPRINTED = {"import-code-missing", "import-name-missing"}


def table_of(path: Path) -> Table:
    source = read_source(path)
    plan = load_plan(source).plan
    assert plan
    plan = complete(plan)
    return Table(plan=plan, vocabulary=vocabulary_of(plan), source=source)


def import_bytes(data: bytes, name: str, table: Table) -> Imported:
    plan = table.plan
    given = Given(
        department=plan.department.code, project=plan.project.code if plan.project else None
    )
    source = Source(name=name, data=data)
    outcome = run_task(ImportTask(source=source, given=given, forms=(), frameworks=()))
    assert outcome.error is None
    (imported,) = outcome.imported
    return imported


def plan_of(imported: Imported) -> Table:
    source = Source(name="imported.yaml", data=imported.data)
    loaded = load_plan(source)
    assert loaded.plan, loaded.findings
    plan = complete(loaded.plan)
    return Table(plan=plan, vocabulary=vocabulary_of(plan), source=source)


def path_of(name: str) -> Path:
    return REAL if name == "real" else resources.example_specs_path() / f"{name}.yaml"


def without_attachments(data: bytes) -> bytes:
    """A PDF that carries nothing, as one that a program printed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.Names
        del pdf.Root.AF
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


@cache
def imported_of(name: str, ending: Format) -> Imported:
    table = table_of(path_of(name))
    output = Output(format=ending, path=f"table.zh.{ending}", mode="zh")
    config = BuildConfig(templates=(resources.templates_path(),))
    data = make_output(Job(table=table, output=output, config=config, identifier=""))
    data = without_attachments(data) if ending == "pdf" else data
    return import_bytes(data, output.path, table)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "ending"),
    [
        *((name, ending) for name in [*EXAMPLES, "real"] for ending in ("html", "docx", "xlsx")),
        *((name, "pdf") for name in PRINTED),
    ],
)
def test_paper_is_read_back_as_its_plan(name: str, ending: Format) -> None:
    written, imported = table_of(path_of(name)), imported_of(name, ending)
    read = plan_of(imported)
    assert read.vocabulary.form.id == written.vocabulary.form.id
    assert printed_facts(read.plan, read.vocabulary) == printed_facts(
        written.plan, written.vocabulary
    )


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
@pytest.mark.parametrize("name", [*EXAMPLES, "real"])
def test_only_what_no_paper_prints_is_marked(name: str, ending: Format) -> None:
    imported = imported_of(name, ending)
    kinds = {note.id for note in imported.notes if note.kind in {NoteKind.MARKED, NoteKind.MISSING}}
    assert kinds <= UNPRINTED


def test_changed_cell_changes_the_plan() -> None:
    table = table_of(REAL)
    output = Output(format="html", path="table.zh.html", mode="zh")
    config = BuildConfig(templates=(resources.templates_path(),))
    page = make_output(Job(table=table, output=output, config=config, identifier="")).decode()
    assert page.count("≥17台") == 1
    changed = import_bytes(page.replace("≥17台", "≥18台").encode(), "table.html", table)
    found = printed_facts(plan_of(changed).plan, table.vocabulary)
    assert found != printed_facts(table.plan, table.vocabulary)
    assert "≥18台" in repr(found)
