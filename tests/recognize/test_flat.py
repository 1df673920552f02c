"""The text of the published table, whose cells are lost, is read as the plan that it is."""

from decimal import Decimal
from pathlib import Path

import pytest
from paths import REPOSITORY
from printed_facts import printed_facts
from vocabularies import complete, vocabulary_of

from perf_report.app.import_paper.batch import ImportTask, Outcome, run_task
from perf_report.app.import_paper.run import Given
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.source_tree import SourceTree
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.recognize.blanks import MOST_WAYS, assign_amounts
from perf_report.recognize.notes import NoteKind

TEXT = REPOSITORY / "tests" / "data" / "2025-ccpit-tianjin.txt"
REAL = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
TREE = SourceTree(
    ids=("total", "basic", "project", "other"), parts={"total": ("basic", "project", "other")}
)


def import_text(text: str) -> Outcome:
    source = Source(name="table.txt", data=text.encode())
    given = Given(department="ccpit-tianjin")
    return run_task(ImportTask(source=source, given=given, forms=(), frameworks=()))


def plan_of(outcome: Outcome) -> Plan:
    (imported,) = outcome.imported
    loaded = load_plan(Source(name="imported.yaml", data=imported.data))
    assert loaded.plan, loaded.findings
    return complete(loaded.plan)


def real_plan() -> Plan:
    plan = load_plan(read_source(Path(REAL))).plan
    assert plan
    return complete(plan)


def test_published_text_is_the_real_table() -> None:
    outcome = import_text(TEXT.read_text("utf-8"))
    read, written = plan_of(outcome), real_plan()
    vocabulary = vocabulary_of(written)
    assert printed_facts(read, vocabulary) == printed_facts(written, vocabulary)
    assert read.department.name.zh == written.department.name.zh
    counts = (len(read.tasks), len(read.goals), sum(len(goal.indicators) for goal in read.goals))
    assert counts == (7, 8, 79)


def test_at_most_five_marks_beside_what_no_paper_prints() -> None:
    (imported,) = import_text(TEXT.read_text("utf-8")).imported
    marks = [note for note in imported.notes if note.kind in {NoteKind.MARKED, NoteKind.MISSING}]
    assert len(marks) <= 5
    solved = [note for note in imported.notes if note.id == "import-blanks-solved"]
    assert len(solved) == 7


def test_totals_that_no_assignment_meets_are_said() -> None:
    text = TEXT.read_text("utf-8").replace("1306.00 2069.80", "1306.10 2069.70")
    (imported,) = import_text(text).imported
    assert "import-amounts-none" in {note.id for note in imported.notes}
    # The totals of the rows are known all the same.
    assert imported.content["tasks"][0]["funds"] == {"total": Decimal("409.60")}


def amounts(*figures: str) -> list[Decimal]:
    return [Decimal(figure) for figure in figures]


@pytest.mark.parametrize(
    ("rows", "totals", "ways"),
    [
        pytest.param([amounts("3", "1", "2")], amounts("3", "1", "2", "0"), 1, id="one row"),
        pytest.param(
            [amounts("2", "1", "1"), amounts("2", "1", "1")], amounts("4", "2", "1", "1"), 2,
            id="rows that can be exchanged",
        ),
        pytest.param([amounts("3", "1", "1")], amounts("3", "1", "1", "0"), 0, id="wrong row"),
        pytest.param([amounts("3", "3")], amounts("4", "4", "0", "0"), 0, id="wrong column"),
    ],
)  # fmt: skip
def test_amounts_fall_where_sums_agree(
    rows: list[list[Decimal]], totals: list[Decimal], ways: int
) -> None:
    found = assign_amounts(rows, dict(zip(TREE.ids, totals, strict=True)), TREE)
    assert len(found.ways) == ways
    for way in found.ways:
        for row, assigned in zip(rows, way, strict=True):
            assert list(assigned.values()) == row


def test_many_equal_rows_end_with_a_list_of_some_ways() -> None:
    rows = [amounts("2", "1", "1")] * 40
    totals = dict(zip(TREE.ids, amounts("80", "40", "20", "20"), strict=True))
    assert len(assign_amounts(rows, totals, TREE).ways) == MOST_WAYS
