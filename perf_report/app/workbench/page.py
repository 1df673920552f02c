"""The page of an open spec: the cells of its form as it prints, each with what may be typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perf_report.app.check.spec_check import Standards, check_source
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page_details import PageDetails
from perf_report.app.workbench.page_findings import PageFinding, page_finding, severities
from perf_report.app.workbench.page_parts import PageCell, PagePart, PageParts, block_context
from perf_report.app.workbench.readable import Readable, readable_plan
from perf_report.app.workbench.routes import ids_of, path_of
from perf_report.messages import Catalogue
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.render.blocks import print_blocks
from perf_report.render.form_view import unit_of_money
from perf_report.render.grid.cells import Grid
from perf_report.render.localized_text import TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPage:
    """Everything that the page of a spec shows; `parts` is empty if nothing can be laid out."""

    title: TextRuns
    owner: str
    year: int
    money: TextRuns
    languages: tuple[str, ...]
    parts: tuple[PagePart, ...]
    findings: tuple[PageFinding, ...]
    choices: Mapping[str, tuple[tuple[str, Text], ...]]
    is_sound: bool

    def cells(self) -> Iterator[PageCell]:
        """Every cell of the page."""
        yield from (cell for part in self.parts for row in part.rows for cell in row.cells)

    @property
    def shape(self) -> tuple[tuple[str, int, int, str], ...]:
        """What has to be the same for a page to be brought up to date cell by cell."""
        return tuple(
            (each.anchor, each.rows, each.cell.columns, each.route) for each in self.cells()
        )


def build_page(
    source: Source,
    draft: Draft,
    standards: Standards,
    say: Catalogue,
    before: Mapping[tuple[str, ...], TextRuns] | None = None,
) -> SpecPage:
    """Return the page of a draft. `before` is what last year's table prints, by path."""
    checked = check_source(source, standards)
    draft.use(checked.document)
    readable = readable_plan(checked, standards)
    if readable is None:
        findings = tuple(page_finding(each, say, {}) for each in checked.findings)
        return SpecPage(
            title=(), owner="", year=0, money=(), languages=(), parts=(), findings=findings,
            choices={}, is_sound=draft.is_sound,
        )  # fmt: skip
    builder = PageParts(readable, draft, say, before or {}, severities(checked))
    parts = builder.parts()
    anchors = {each.route: each.anchor for part in parts for row in part.rows for each in row.cells}
    plan = readable.plan
    localizer = builder.context.localizer
    return SpecPage(
        title=localizer.text(readable.vocabulary.form.title),
        owner=plan.name.get(say.language) or plan.name.zh or "",
        year=plan.year,
        money=unit_of_money(plan, localizer),
        languages=plan.languages,
        parts=parts,
        findings=tuple(page_finding(each, say, anchors) for each in checked.findings),
        choices={"categories": builder.categories(), **builder.choices},
        is_sound=draft.is_sound,
    )


def build_details(
    source: Source, draft: Draft, standards: Standards, say: Catalogue, route: Route
) -> PagePart | None:
    """Return what a row or the head may say that the form has no cell for; None without a plan."""
    checked = check_source(source, standards)
    readable = readable_plan(checked, standards)
    if readable is None:
        return None
    return PageDetails(readable, draft, say, {}, severities(checked)).details(route)


def printed_values(readable: Readable) -> dict[tuple[str, ...], TextRuns]:
    """Return what each cell of a table prints, by the ids of its route."""
    context = block_context(readable)
    data = ids_of(readable)
    found: dict[tuple[str, ...], TextRuns] = {}
    for part in print_blocks(readable.vocabulary.form.blocks, context):
        if isinstance(part, Grid):
            for cell in (cell for line in part.lines for cell in line.cells if cell.route):
                found.setdefault(path_of(cell, data), cell.runs)
    return found
