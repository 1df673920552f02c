"""Any plan, as the file of an office: what is read of it is the plan, or is marked."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from printed_facts import printed_facts
from random_forms import (
    EN,
    SENTENCE_EN,
    SENTENCE_ZH,
    ZH,
    FormChance,
    RandomTable,
    check_table,
    few,
    make_table,
    seeds,
)
from random_plans import GENERATE
from sampling import tries
from vocabularies import complete, forms, vocabulary_of

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.form import Form, Stage, Subject
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.office.carried_spec import NAMESPACE
from perf_report.parse.load import load_plan
from perf_report.parse.yaml_writer import dump_plan
from perf_report.recognize.notes import NoteKind

from .test_recognize_forms import UNPRINTED, without_attachments

FORMS = sorted(
    id_
    for id_, form in forms().items()
    if form.stage is Stage.PLAN and form.subject is not Subject.PROJECTS
)
# A print takes a second; these have every kind of block, and both directions of the sheet.
PRINTED = ["overall-2015", "overall-hubei", "project-2021", "project-hunan", "project-ningxiang"]
# A total of amounts as large as a spec admits is longer than that.
OVER_LIMIT = {
    "import-amount-unread", "import-total-missing", "import-row-sum", "import-column-sum",
}  # fmt: skip
some = settings(few, max_examples=tries(4), phases=GENERATE)
one = settings(few, max_examples=1, phases=GENERATE)


class PaperChance(FormChance):
    """Draws plans whose texts are told apart on paper: none ends like a code, none fills a page."""

    def _numbered(self, zh: str, en: str) -> Text:
        number = next(self._numbers)
        return Text(zh=f"{zh}第{number}类", en=f"{en} of kind {number}")

    def words(self) -> Text:
        if self.is_one_in(6):
            times = self.randint(1, 8)
            return self._numbered(SENTENCE_ZH * times, SENTENCE_EN * times)
        return self._numbered(self.choice(ZH), self.choice(EN))


def draw_table(form: Form, seed: int) -> RandomTable:
    """A table of a built-in form, in the framework that papers of the form have."""
    usual = "output-cost" if form.frameworks[0] == "any" else form.frameworks[0]
    plan = PaperChance(seed).plan_of(replace(form, frameworks=(usual,)))
    plan = replace(plan, form=form.id)
    return check_table(dump_plan(plan), forms(), plan)


def without_spec(data: bytes) -> bytes:
    """An Office file whose hidden spec a program dropped."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, b"<none/>" if NAMESPACE.encode() in part else part)
    return stream.getvalue()


def read_back(data: bytes, name: str, plan: Plan, folder: tuple[Path, ...] = ()) -> Imported:
    given = Given(
        department=plan.department.code,
        project=plan.project.code if plan.project else None,
        year=plan.year,
    )
    source = Source(name=name, data=data)
    outcome = run_task(ImportTask(source=source, given=given, forms=folder, frameworks=()))
    assert outcome.error is None
    (imported,) = outcome.imported
    return imported


def check_facts(imported: Imported, written: RandomTable) -> None:
    """What was read is what was written, or a mark says where it may not be."""
    loaded = load_plan(Source(name="imported.yaml", data=imported.data))
    if loaded.plan is not None:
        read = complete(loaded.plan)
        table = written.table
        if printed_facts(read, vocabulary_of(read)) == printed_facts(table.plan, table.vocabulary):
            return
    marks = {note.id for note in imported.notes if note.kind is NoteKind.MARKED}
    assert marks & {"import-row-cut", "import-text-over-edge"}


@some
@given(seed=seeds)
def test_office_file_of_any_form_is_its_spec(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("form")
    table = make_table(seed, folder)
    for mode in table.modes:
        for ending in ("docx", "xlsx"):
            name = f"table.{mode}.{ending}"
            imported = read_back(table.make(name, mode), name, table.plan, (folder,))
            assert imported.carried
            assert imported.data == table.table.source.data


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
@pytest.mark.parametrize("form", FORMS)
@some
@given(seed=seeds)
def test_paper_of_any_plan_is_read_as_the_plan(form: str, ending: str, seed: int) -> None:
    table = draw_table(forms()[form], seed)
    name = f"table.zh.{ending}"
    data = table.make(name, "zh")
    imported = read_back(data if ending == "html" else without_spec(data), name, table.plan)
    marked = {note.id for note in imported.notes if note.kind is NoteKind.MARKED}
    assert marked <= UNPRINTED | OVER_LIMIT
    check_facts(imported, table)


@pytest.mark.parametrize("form", PRINTED)
@one
@given(seed=seeds)
def test_print_of_any_plan_is_read_as_the_plan(form: str, seed: int) -> None:
    table = draw_table(forms()[form], seed)
    data = without_attachments(table.make("table.zh.pdf", "zh"))
    check_facts(read_back(data, "table.zh.pdf", table.plan), table)
