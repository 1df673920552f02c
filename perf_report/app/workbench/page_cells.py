"""The cells of a page, its rows and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from perf_report.app.workbench.kinds import Choices
from perf_report.render.grid.cells import HeadCell, LineCell
from perf_report.render.localized_text import TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """A cell of the page. `route` is empty for one that cannot be edited.

    `parts` are the values that its editor begins with; `raw` is what is written there and cannot be
    read; `before` is what last year's table prints there; `understood` is what a target was
    understood as, `sums` what is added up beside a total, and `severity` the worst of the findings
    about the cell.
    """

    anchor: str
    cell: LineCell
    rows: int = 1
    route: str = ""
    kind: str = ""
    choices: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    before: TextRuns = ()
    understood: str = ""
    sums: tuple[str, ...] = ()
    severity: str = ""
    lacks_english: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A row of the page; `route` is that of the item that can be moved, or empty.

    `details` is the route of what may be said there beside the columns of the form.
    """

    anchor: str
    kind: str
    cells: tuple[PageCell, ...]
    route: str = ""
    category: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A grid of the form, or a line of texts; `add` are routes at which a row may be added.

    `columns` are the ids of the grid's columns. `choices` are the lists of what may be chosen in
    it, by id, if the page has them not yet.
    """

    kind: str
    rows: tuple[PageRow, ...]
    caption: TextRuns = ()
    head: tuple[tuple[HeadCell, ...], ...] = ()
    texts: tuple[TextRuns, ...] = ()
    add: tuple[tuple[str, str, str], ...] = ()
    choices: Mapping[str, Choices] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
