"""What a spec writes differently than the file that it is imported from."""

import pytest

from perf_report.model.paper import PaperCell, Place
from perf_report.model.route import Route
from perf_report.recognize.draft import Draft
from perf_report.recognize.notes import NoteKind
from perf_report.recognize.rows import RowCell

_NAME: Route = ("goals", 0, "text", "zh")
_TARGET: Route = ("goals", 0, "indicators", 0, "target")


@pytest.mark.parametrize(
    ("text", "route", "mendings"),
    [
        ("保障⼯作", _NAME, ["import-characters-usual"]),
        ("保障\n工作", _NAME, ["import-lines-joined"]),
        ("保障工作\n", _NAME, []),
        ("保障\u200b工作", _NAME, ["import-invisible-left-out"]),
        ("参加会议，１００人", _NAME, []),
        ("≥１００人", _TARGET, ["import-width-usual"]),
        ("≥100人", _TARGET, []),
        ("⾼于\n９５％", _TARGET, [
            "import-characters-usual", "import-width-usual", "import-lines-joined",
        ]),
    ],
)  # fmt: skip
def test_a_value_that_is_written_differently_is_said(
    text: str, route: Route, mendings: list[str]
) -> None:
    cell = PaperCell(text=text, row=0, column=0, place=Place(part="sheet", name="1", cell="A1"))
    draft = Draft(year=2025)
    draft.take(route, RowCell(cell=cell, starts=True))
    notes = [note for note in draft.notes if note.kind is NoteKind.MENDED]
    assert [(note.id, note.route, note.text) for note in notes] == [
        (id_, route, text) for id_ in mendings
    ]
