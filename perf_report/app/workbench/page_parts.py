"""The cells of a form as it prints, each with what may be typed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from perf_report.app.workbench.asked import asked_at
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.kinds import Asked, Kind
from perf_report.app.workbench.page_sums import notes_of_sums
from perf_report.app.workbench.page_values import editor_parts, raw_text
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.routes import ids_of, join_route, path_of, row_of
from perf_report.app.workbench.understood import understood_target
from perf_report.messages import Catalogue
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.outputs.process_cache import localizer_of
from perf_report.render.blocks import print_blocks
from perf_report.render.blocks.context import BlockContext
from perf_report.render.form_view import is_in_parts
from perf_report.render.grid.cells import Grid, HeadCell, LineCell, TextLine
from perf_report.render.grid.joined_labels import join_labels
from perf_report.render.grid.printed_rows import PrintedCell, PrintedRow, group_rows
from perf_report.render.grid.unique_ids import with_unique_ids
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
    """A row of the page; `route` is that of the item that can be moved, or empty."""

    anchor: str
    kind: str
    cells: tuple[PageCell, ...]
    route: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A grid of the form, or a line of texts.

    `add` are routes at which a row may be added, and `columns` the ids of the grid's columns.
    """

    id: str
    kind: str
    caption: TextRuns
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[PageRow, ...]
    is_labelled: bool
    texts: tuple[TextRuns, ...] = ()
    add: tuple[tuple[str, str, str], ...] = ()
    columns: tuple[str, ...] = ()


class PageParts:
    """Builds the parts of a page."""

    def __init__(
        self,
        readable: Readable,
        draft: Draft,
        say: Catalogue,
        before: Mapping[tuple[str, ...], TextRuns],
        severities: Mapping[Route, str],
    ) -> None:
        self.context = block_context(readable)
        self.choices: dict[str, tuple[tuple[str, Text], ...]] = {}
        self.readable = readable
        self.draft, self._say, self._before = draft, say, before
        self._severities = severities
        self._ids = ids_of(readable)

    def parts(self) -> tuple[PagePart, ...]:
        """Return the parts of the form, as they print."""
        blocks = self.readable.vocabulary.form.blocks
        printed = tuple(with_unique_ids(print_blocks(blocks, self.context)))
        printed = join_labels(printed) if self.context.is_sheet else printed
        return tuple(self._part(part, number) for number, part in enumerate(printed))

    def categories(self) -> tuple[tuple[str, Text], ...]:
        """Return the categories that an indicator may have."""
        route = ("indicators", 0, "category")
        asked = asked_at(route, self.readable)
        return asked.choices if asked else ()

    def _part(self, part: Grid | TextLine, number: int) -> PagePart:
        if isinstance(part, TextLine):
            return self._text_line(part, f"line{number}")
        groups = group_rows(part)
        lines = [row for group in groups for row in group.rows]
        rows = tuple(self._row(row, part.id, at) for at, row in enumerate(lines))
        return PagePart(
            id=part.id, kind=part.kind, caption=part.caption, head=part.head, rows=rows,
            is_labelled=self.context.is_sheet, add=tuple(self._places(part.kind, rows)),
            columns=tuple(column.id for column in part.columns),
        )  # fmt: skip

    def _text_line(self, part: TextLine, id_: str) -> PagePart:
        """A line of texts, whose fields are rows of a label and a value here."""
        cells = [
            (
                LineCell(column=0, runs=label, kind="label", is_header=True),
                LineCell(column=1, runs=value, kind="value", route=route),
            )
            for (label, value), route in zip(part.fields, part.routes, strict=True)
        ]
        rows = tuple(
            PageRow(
                anchor=f"{id_}-{at}",
                kind="",
                cells=tuple(self.cell(PrintedCell(cell=each), f"{id_}-{at}") for each in pair),
            )
            for at, pair in enumerate(cells)
        )
        return PagePart(
            id=id_, kind="line", caption=(), head=(), rows=rows, is_labelled=False,
            texts=() if rows else part.texts, columns=("label", "value"),
        )  # fmt: skip

    def _row(self, row: PrintedRow, grid: str, number: int) -> PageRow:
        anchor = f"{grid}-{number}"
        routes = [each.cell.route for each in row.cells if each.cell.route]
        item = next((found for route in routes if (found := row_of(route))), ())
        category = self.draft.value((*item, "category")) if item else None
        return PageRow(
            anchor=anchor,
            kind=row.line.kind,
            cells=tuple(self.cell(each, anchor) for each in row.cells),
            route=join_route(item),
            category=str(category or ""),
        )

    def cell(self, printed: PrintedCell, row: str) -> PageCell:
        """Return a cell in the row with an anchor."""
        cell, anchor = printed.cell, f"{row}-{printed.cell.column}"
        asked = asked_at(cell.route, self.readable) if cell.route else None
        if asked is None:
            return PageCell(anchor=anchor, cell=replace(cell, route=()), rows=printed.rows)
        value = self.draft.value(cell.route)
        return PageCell(
            anchor=anchor,
            cell=cell,
            rows=printed.rows,
            route=join_route(cell.route),
            kind=asked.kind,
            choices=self._choices(asked),
            parts=editor_parts(value, asked),
            raw="" if cell.runs else raw_text(value),
            before=self._before.get(path_of(cell, self._ids), ()),
            understood=self._understood(asked, value),
            sums=notes_of_sums(cell.route, cell.adds, self.readable.plan, self._say),
            severity=self._severity(cell.route),
            lacks_english=self._lacks_english(asked, value),
        )

    def _understood(self, asked: Asked, value: Any) -> str:
        if asked.kind is not Kind.TARGET or value is None:
            return ""
        return understood_target(value, self.readable.plan.year, self._say)

    def _lacks_english(self, asked: Asked, value: Any) -> bool:
        is_wanted = "en" in self.readable.plan.languages and asked.kind in {Kind.TEXT, Kind.TARGET}
        return is_wanted and isinstance(value, dict) and bool(value.get("zh")) and "en" not in value

    def _severity(self, route: Route) -> str:
        found = [self._severities[route[:end]] for end in range(1, len(route) + 1)
                 if route[:end] in self._severities]  # fmt: skip
        return next((each for each in ("error", "warning") if each in found), "")

    def _choices(self, asked: Asked) -> str:
        """The key of the list of what may be chosen."""
        listed = self.listed(asked)
        if not listed:
            return ""
        for key, known in self.choices.items():
            if known == listed:
                return key
        key = f"choices-{len(self.choices)}"
        self.choices[key] = listed
        return key

    def listed(self, asked: Asked) -> tuple[tuple[str, Text], ...]:
        """Return what may be chosen, with its labels."""
        if asked.kind is Kind.YES_NO:
            return tuple((word, self._both(word)) for word in ("yes", "no"))
        if asked.kind is Kind.TASKS:
            return tuple((each.id, each.text) for each in self.readable.plan.tasks)
        return asked.choices

    def _both(self, word: str) -> Text:
        return Text(**{each: localizer_of(each).form_string(word)[0].text for each in ("zh", "en")})

    def _places(self, kind: str, rows: Sequence[PageRow]) -> Iterator[tuple[str, str, str]]:
        """Where a row may be added below a grid: the kind of row, its route, and its goal."""
        plan, form = self.readable.plan, self.readable.vocabulary.form
        if kind == "funds":
            yield "tasks", f"tasks.{len(plan.tasks)}", ""
        elif kind == "goals":
            yield "goals", f"goals.{len(plan.goals)}", ""
        elif kind == "indicators" and form.lists_under_goals:
            for number, goal in enumerate(plan.goals):
                route = f"goals.{number}.indicators.{len(goal.indicators)}"
                yield "indicators", route, str(number + 1)
        elif kind == "indicators":
            yield "indicators", f"indicators.{len(plan.indicators)}", ""
        elif kind == "small" and rows:
            found = [row.route for row in rows if row.route]
            table = found[0].split(".")[1] if found else ""
            count = len(self.draft.value(("tables", table)) or ())
            # A table without rows is printed with a blank one.
            if count:
                yield "tables", f"tables.{table}.{count}", ""


def block_context(readable: Readable) -> BlockContext:
    """Return what the blocks of a form are filled from."""
    mode = "zh-en" if "en" in readable.plan.languages else "zh"
    return BlockContext(
        plan=readable.plan,
        vocabulary=readable.vocabulary,
        localizer=localizer_of(mode),  # type: ignore[arg-type]
        is_sheet=not is_in_parts(readable.vocabulary.form),
    )
