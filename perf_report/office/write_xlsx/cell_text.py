"""The text of a cell as one string."""

from perf_report.render.grid.cells import LineCell, Note
from perf_report.render.localized_text import TextRuns, join_runs


def runs_text(runs: TextRuns) -> str:
    """Return a text, a line a language."""
    return join_runs(runs, "\n")


def notes_texts(cell: LineCell, colon: str) -> list[str]:
    """Return the notes of a cell."""
    return [_note(note, colon) for note in cell.notes]


def _note(note: Note, colon: str) -> str:
    return f"{join_runs(note.label)}{colon}{join_runs(note.runs)}"
