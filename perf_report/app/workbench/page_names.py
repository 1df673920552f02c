"""What the cells of a page are called: the row of a cell, and the label of its column."""

from collections.abc import Iterator, Mapping, Sequence

from perf_report.app.workbench.page_cells import PagePart, PageRow
from perf_report.messages import Catalogue
from perf_report.render.localized_text import TAGS, TextRuns

_BETWEEN = " · "
# A row is called by so much of its text.
_MOST = 24


def cell_names(parts: Sequence[PagePart], say: Catalogue) -> Mapping[str, str]:
    """Return what the cells that can be edited are called, by their anchors."""
    tag = TAGS[say.language]
    return {anchor: name for part in parts for anchor, name in _of_part(part, tag)}


def row_name(row: str, anchors: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return what the row at a route is called, as its cells are; empty if it has none."""
    found = (anchor for route, anchor in anchors.items() if route.startswith(f"{row}."))
    name = next((names[anchor] for anchor in found if names.get(anchor)), "")
    return name.rpartition(_BETWEEN)[0] or name


def _of_part(part: PagePart, tag: str) -> Iterator[tuple[str, str]]:
    heads = {head.id: _in(head.runs, tag) for row in part.head for head in row}
    for row in part.rows:
        name = _row_name(row, tag)
        for each in row.cells:
            if each.route:
                column = heads.get(part.columns[each.cell.column], "")
                words = name if len(name) <= _MOST else f"{name[:_MOST]}…"
                yield each.anchor, _BETWEEN.join(filter(None, (words, column)))


def _row_name(row: PageRow, tag: str) -> str:
    """The words of the row's own item; else its first label."""
    items = [each.cell for each in row.cells if each.cell.item]
    labels = [each.cell for each in row.cells if each.cell.is_header]
    found = (*reversed(items), *labels)
    return next(filter(None, (_in(cell.runs, tag) for cell in found)), "")


def _in(runs: TextRuns, tag: str) -> str:
    """The text in a language, or else the first one."""
    own = [run.text for run in runs if run.lang == tag]
    return " ".join([*own, *(run.text for run in runs)][:1])
