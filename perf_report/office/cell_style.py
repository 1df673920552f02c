"""How cells look in Office files, as `templates/style.css.j2` says it for pages."""

from typing import Literal

from perf_report.office.form_table import BLANK, HEAD
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import LABEL, LineCell

# The fonts of an office: by these names Word, Excel and WPS find them in China.
SONG, HEI = "宋体", "黑体"
LATIN, LATIN_HEI = "Times New Roman", "Arial"

Side = Literal["left", "center", "right"]

_HEI = frozenset({HEAD, BLANK, LABEL, "sum"})
_CENTERED = _HEI | {
    "goal", "level1", "level2", "number", "tasks", "heading", "sign", "unit", "weight", "type",
    "direction", "tick", "likelihood",
}  # fmt: skip


def is_heading(cell: LineCell) -> bool:
    """Whether the text of a cell is in Hei, as that of headers and labels is."""
    return cell.is_header and _first_kind(cell) in _HEI


def side_of(cell: LineCell) -> Side:
    """Return at which side the text of a cell stands."""
    kind = _first_kind(cell)
    if kind == "amount":
        return "right"
    return "center" if kind in _CENTERED else "left"


def _first_kind(cell: LineCell) -> str:
    return cell.kind.partition(" ")[0]


def page_words(view: FormView, page: str, pages: str) -> str:
    """Return what stands at the foot of a page; `page` and `pages` stand for the numbers."""
    catalogue = view.localizer.mode_catalogues[0]
    return catalogue.format("form", "page", page=page, pages=pages)
