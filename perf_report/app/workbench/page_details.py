"""What a spec may say that its form has no cell for, as rows of a label and a value."""

from typing import Any

from perf_report.app.workbench.asked import asked_at
from perf_report.app.workbench.asked_beside import routes_beside
from perf_report.app.workbench.kinds import Asked, Kind
from perf_report.app.workbench.page_parts import PagePart, PageParts, PageRow
from perf_report.app.workbench.page_values import editor_parts
from perf_report.app.workbench.routes import join_route
from perf_report.app.workbench.schema_words import key_label
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.render.grid.cells import LineCell
from perf_report.render.grid.printed_rows import PrintedCell
from perf_report.render.localized_text import TextRuns


class PageDetails(PageParts):
    """Builds the rows of what the parts of a page do not show."""

    def details(self, route: Route) -> PagePart:
        """Return what a row, or the head of the table, may say without a cell of the form."""
        shown = {cell.route for part in self.parts() for row in part.rows for cell in row.cells}
        beside = routes_beside(route, self.readable)
        rows = tuple(
            self._detail(route, each, asked)
            for each in beside
            if join_route(each) not in shown and (asked := asked_at(each, self.readable))
        )
        return PagePart(
            id="details", kind="details", caption=(), head=(), rows=rows, is_labelled=False
        )

    def _detail(self, row: Route, route: Route, asked: Asked) -> PageRow:
        anchor = f"details-{join_route(route)}"
        label = LineCell(
            column=0, runs=self._label_beside(route), kind="label", is_header=True
        )  # fmt: skip
        runs = self._runs_beside(self.draft.value(route), asked)
        value = LineCell(column=1, runs=runs, kind="value", route=route)
        cells = tuple(self.cell(PrintedCell(cell=each), anchor) for each in (label, value))
        return PageRow(anchor=anchor, kind="", cells=cells, route=join_route(row))

    def _label_beside(self, route: Route) -> TextRuns:
        localizer = self.context.localizer
        if route[0] == "weights":
            return localizer.text(self._level_label(str(route[1])))
        label = key_label(route)
        if route[0] == "units":
            label = Text(zh=f"{key_label(route[:1]).zh}：{route[1]}", en=f"{route[1]}")
        return localizer.text(label)

    def _level_label(self, id_: str) -> Text:
        framework = self.readable.vocabulary.framework
        labels = {level.id: level.label for level, _ in framework.categories()}
        labels |= {category.id: category.label for _, category in framework.categories()}
        return labels[id_]

    def _runs_beside(self, value: Any, asked: Asked) -> TextRuns:
        """A value that no form prints: by its label, in its languages, or as it is written."""
        localizer = self.context.localizer
        if value is None:
            return ()
        written = editor_parts(value, asked)
        for id_, label in self.listed(asked):
            if id_ == written.get("value"):
                return localizer.text(label)
        if asked.kind is Kind.TEXT:
            return localizer.text(Text(zh=written["zh"] or None, en=written["en"] or None))
        return localizer.number(" ".join(filter(None, written.values())))
