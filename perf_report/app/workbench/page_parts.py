"""The cells of a form as it prints, each with what may be typed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from perf_report.app.workbench.asked_beside import routes_beside
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.kinds import Asked, Choices, Kind, worded_choices
from perf_report.app.workbench.page_cells import PageCell, PagePart, PageRow
from perf_report.app.workbench.page_details import WORDED, label_beside, written_runs
from perf_report.app.workbench.page_findings import placed_findings, severities
from perf_report.app.workbench.page_sums import notes_of_sums
from perf_report.app.workbench.page_values import editor_parts, raw_text, typed_value
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.report_asked import asked_of, head_routes
from perf_report.app.workbench.report_rows import (
    cell_route,
    detail_routes,
    field_label,
    report_row,
)
from perf_report.app.workbench.routes import ids_of, join_route, path_of, row_of
from perf_report.app.workbench.understood import understood_target
from perf_report.messages import Catalogue
from perf_report.model.finding import LocatedFinding
from perf_report.model.route import Route
from perf_report.outputs.process_cache import localizer_of
from perf_report.render.blocks import print_blocks
from perf_report.render.blocks.context import BlockContext
from perf_report.render.form_view import is_in_parts
from perf_report.render.grid.cells import Grid, LineCell, TextLine
from perf_report.render.grid.joined_labels import join_labels
from perf_report.render.grid.printed_rows import PrintedCell, PrintedRow, group_rows
from perf_report.render.grid.unique_ids import with_unique_ids
from perf_report.render.localized_text import TextRuns, whole_mode

# The columns of a part that is rows of a label and a value.
_PAIR = ("label", "value")


class PageParts:
    """Builds the parts of a page."""

    def __init__(
        self,
        readable: Readable,
        draft: Draft,
        say: Catalogue,
        before: Mapping[tuple[str, ...], TextRuns],
        findings: Sequence[LocatedFinding],
    ) -> None:
        self.context = block_context(readable)
        self.choices: dict[str, Choices] = {}
        self._readable, self._is_report = readable, readable.context is not None
        self._draft, self._say, self._before = draft, say, before
        self._ids = ids_of(readable)
        self._lists = "choices"
        self._printed = self._print()
        self._routes = frozenset(self._typed_routes())
        self.findings = placed_findings(findings, self._routes)
        self._severities = severities(self.findings)
        self._unread = frozenset(readable.unread)

    def _print(self) -> tuple[Grid | TextLine, ...]:
        """The parts of the form, as they print."""
        printed = tuple(with_unique_ids(print_blocks(self._readable.blocks, self.context)))
        return join_labels(printed) if self.context.is_sheet else printed

    def _typed_routes(self) -> Iterator[Route]:
        """What can be typed in the cells of the parts."""
        for part in self._printed:
            if isinstance(part, TextLine):
                yield from part.routes
            else:
                cells = (cell for line in part.lines for cell in line.cells)
                yield from (cell_route(cell, self._readable) for cell in cells)

    def parts(self) -> tuple[PagePart, ...]:
        """Return the parts of the form, as they print, below what a report begins with."""
        head = [(field_label(route, self.context.localizer), route)
                for route in head_routes(self._readable)]  # fmt: skip
        return (
            *((self._list("head", head),) if head else ()),
            *(self._part(part, number) for number, part in enumerate(self._printed)),
        )

    def categories(self) -> dict[str, Choices]:
        """Return the categories that an indicator of a plan may have, by the id of their list."""
        asked = asked_of(("indicators", 0, "category"), self._readable)
        return {"categories": asked.choices} if asked else {}

    def details(self, route: Route) -> PagePart:
        """Return the values of a row that have no column, as rows of a label and a value."""
        self._lists = "details-choices"
        part = self._list("details", self._without_column(route))
        return replace(part, choices=self.choices)

    def _without_column(self, route: Route) -> list[tuple[TextRuns, Route]]:
        localizer = self.context.localizer
        if self._is_report:
            found = detail_routes(route, self._readable, localizer)
        else:
            beside = routes_beside(route, self._readable)
            found = [(localizer.text(label_beside(each, self._readable)), each) for each in beside]
        return [each for each in found if self._is_detail(each[1])]

    def _is_detail(self, route: Route) -> bool:
        """Whether a value can be given, and has no cell, nor a cell for each of its words."""
        has_column = any(each[: len(route)] == route for each in self._routes)
        return not has_column and asked_of(route, self._readable) is not None

    def _list(self, id_: str, values: Sequence[tuple[TextRuns, Route]]) -> PagePart:
        """Values that no form prints, as rows of a label and a value."""
        rows = tuple(self._listed(label, route, id_) for label, route in values)
        return PagePart(kind="details", rows=rows, columns=_PAIR)

    def _listed(self, label: TextRuns, route: Route, id_: str) -> PageRow:
        anchor = f"{id_}-{'-'.join(map(str, route[-2:]))}"
        return self._pair(label, self._written(route), route, anchor)

    def _written(self, route: Route) -> TextRuns:
        asked, value = asked_of(route, self._readable), self._draft.value(route)
        labels = dict(self._listed_choices(asked)) if asked else {}
        return written_runs(value, asked, labels, self.context.localizer) if asked else ()

    def _pair(self, label: TextRuns, runs: TextRuns, route: Route, anchor: str) -> PageRow:
        """A row of a label and a value."""
        pair = (
            LineCell(column=0, runs=label, kind="label", is_header=True),
            LineCell(column=1, runs=runs, kind="value", route=route, value=tuple(map(str, route))),
        )
        cells = tuple(self._cell(PrintedCell(cell=each), anchor) for each in pair)
        return PageRow(anchor=anchor, kind="", cells=cells)

    def _part(self, part: Grid | TextLine, number: int) -> PagePart:
        if isinstance(part, TextLine):
            return self._text_line(part, f"line{number}")
        groups = group_rows(part)
        lines = [row for group in groups for row in group.rows]
        rows = tuple(self._row(row, part.id, at) for at, row in enumerate(lines))
        return PagePart(
            kind=part.kind, caption=part.caption, head=part.head, rows=rows,
            add=tuple(self._places(part.kind, rows)),
            columns=tuple(column.id for column in part.columns),
        )  # fmt: skip

    def _text_line(self, part: TextLine, id_: str) -> PagePart:
        """A line of texts, whose fields are rows of a label and a value here."""
        rows = tuple(
            self._pair(label, value, route, f"{id_}-{at}")
            for at, ((label, value), route) in enumerate(zip(part.fields, part.routes, strict=True))
        )
        texts = () if rows else part.texts
        return PagePart(kind="line", rows=rows, texts=texts, columns=_PAIR)

    def _row(self, row: PrintedRow, grid: str, number: int) -> PageRow:
        anchor = f"{grid}-{number}"
        routes = filter(None, (cell_route(each.cell, self._readable) for each in row.cells))
        find = report_row if self._is_report else row_of
        item = next((found for route in routes if (found := find(route))), ())
        category = self._draft.value((*item, "category")) if item else None
        has_details = self._is_report or item[:1] != ("tables",)
        return PageRow(
            anchor=anchor,
            kind=row.line.kind,
            cells=tuple(self._cell(each, anchor) for each in row.cells),
            route="" if self._is_report else join_route(item),
            category=str(category or ""),
            details=join_route(item) if has_details else "",
        )

    def _cell(self, printed: PrintedCell, row: str) -> PageCell:
        cell, anchor = printed.cell, f"{row}-{printed.cell.column}"
        route = cell_route(cell, self._readable)
        asked = asked_of(route, self._readable) if route else None
        if asked is None:
            return PageCell(anchor=anchor, cell=cell, rows=printed.rows)
        value = typed_value(self._draft, route, asked)
        return PageCell(
            anchor=anchor,
            cell=cell,
            rows=printed.rows,
            route=join_route(route),
            kind=asked.kind,
            choices=self._choices(asked),
            parts=editor_parts(value, asked),
            raw="" if cell.runs and not self._is_unread(route) else raw_text(value),
            before=self._before.get(path_of(route, cell.kind, self._ids), ()),
            understood=self._understood(asked, value),
            sums=notes_of_sums(route, cell.adds, self._readable.plan, self._say),
            severity=self._severity(route),
            lacks_english=self._lacks_english(asked, value),
        )

    def _is_unread(self, route: Route) -> bool:
        """Whether what prints is not what is written, as a sum in place of a wrong amount."""
        return any(route[:end] in self._unread for end in range(1, len(route) + 1))

    def _understood(self, asked: Asked, value: Any) -> str:
        if asked.kind is not Kind.TARGET or value is None:
            return ""
        return understood_target(value, self._readable.plan.year, self._say)

    def _lacks_english(self, asked: Asked, value: Any) -> bool:
        is_wanted = "en" in self._readable.plan.languages and asked.kind in WORDED
        return is_wanted and isinstance(value, dict) and bool(value.get("zh")) and "en" not in value

    def _severity(self, route: Route) -> str:
        found = [self._severities[route[:end]] for end in range(1, len(route) + 1)
                 if route[:end] in self._severities]  # fmt: skip
        return next((each for each in ("error", "warning") if each in found), "")

    def _choices(self, asked: Asked) -> str:
        """The key of the list of what may be chosen."""
        listed = self._listed_choices(asked)
        if not listed:
            return ""
        for key, known in self.choices.items():
            if known == listed:
                return key
        key = f"{self._lists}-{len(self.choices)}"
        self.choices[key] = listed
        return key

    def _listed_choices(self, asked: Asked) -> Choices:
        """What may be chosen, with its labels."""
        if asked.kind is Kind.YES_NO:
            return worded_choices("form", {word: word for word in ("yes", "no")})
        if asked.kind is Kind.TASKS:
            return tuple((each.id, each.text) for each in self._readable.plan.tasks)
        return asked.choices

    def _places(self, kind: str, rows: Sequence[PageRow]) -> Iterator[tuple[str, str, str]]:
        """Where a row may be added below a grid: the kind of row, its route, and its goal."""
        plan, form = self._readable.plan, self._readable.form
        if self._is_report:
            return
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
            count = len(self._draft.value(("tables", table)) or ())
            # A table without rows is printed with a blank one.
            if count:
                yield "tables", f"tables.{table}.{count}", ""


def block_context(readable: Readable) -> BlockContext:
    """Return what the blocks of a form are filled from."""
    is_report = readable.context is not None
    return BlockContext(
        plan=readable.plan,
        vocabulary=readable.vocabulary,
        localizer=localizer_of(whole_mode(readable.plan.languages)),
        is_sheet=is_report or not is_in_parts(readable.form),
        reported=readable.reported,
    )
