"""The page of an open spec: the cells of its form as it prints, each with what may be typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.kinds import Choices
from perf_report.app.workbench.page_cells import PageCell, PagePart
from perf_report.app.workbench.page_findings import PageFinding, page_finding
from perf_report.app.workbench.page_names import cell_names
from perf_report.app.workbench.page_parts import PageParts, block_context
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.readers import Read
from perf_report.app.workbench.report_rows import cell_route
from perf_report.app.workbench.routes import ids_of, path_of
from perf_report.messages import Catalogue
from perf_report.model.route import Route
from perf_report.render.blocks import print_blocks
from perf_report.render.form_view import unit_of_money
from perf_report.render.grid.cells import Grid, Line, TextLine
from perf_report.render.localized_text import TextRuns
from perf_report.render.reported import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPage:
    """Everything that the page of a spec shows; `parts` is empty if nothing can be laid out.

    `anchors` are those of its cells by route, and `names` what these are called, by anchor. `score`
    is what a report comes to, in words.
    """

    title: TextRuns
    owner: str
    year: int
    money: TextRuns
    languages: tuple[str, ...]
    parts: tuple[PagePart, ...]
    findings: tuple[PageFinding, ...]
    choices: Mapping[str, Choices]
    anchors: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    is_report: bool = False
    score: str = ""

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
    read: Read,
    draft: Draft,
    say: Catalogue,
    before: Mapping[tuple[str, ...], TextRuns] | None = None,
) -> SpecPage:
    """Return the page of a draft. `before` is what last year's table prints, by path."""
    checked, readable = read.checked, read.readable
    draft.use(checked.document)
    if readable is None:
        findings = tuple(page_finding(each, (), say, {}, read=read) for each in checked.findings)
        return SpecPage(
            title=(), owner="", year=0, money=(), languages=(), parts=(), findings=findings,
            choices={}, is_report=read.is_report,
        )  # fmt: skip
    builder = PageParts(readable, draft, say, before or {}, checked.findings)
    parts = builder.parts()
    anchors = {each.route: each.anchor for part in parts for row in part.rows for each in row.cells}
    names = cell_names(parts, say)
    plan = readable.plan
    localizer = builder.context.localizer
    return SpecPage(
        title=localizer.text(readable.form.title) if readable.blocks else (),
        owner=plan.name.get(say.language) or plan.name.zh or "",
        year=plan.year,
        money=unit_of_money(plan, localizer),
        languages=plan.languages,
        parts=parts,
        findings=tuple(page_finding(*each, say, anchors, names, read) for each in builder.findings),
        choices={**builder.categories(), **builder.choices},
        anchors=anchors,
        names=names,
        is_report=read.is_report,
        score=_score_words(readable, say),
    )


def _score_words(readable: Readable, say: Catalogue) -> str:
    """What a report scores, with its grade; empty without a scoring."""
    score = readable.reported.score if readable.reported else None
    if score is None or score.total is None:
        return ""
    grade = (score.grade.label.get(say.language) or "") if score.grade else ""
    return say.format("workbench", "score", total=plain(score.total), grade=grade)


def build_details(read: Read, draft: Draft, say: Catalogue, route: Route) -> PagePart | None:
    """Return what a row may say that the form has no column for; None without a plan."""
    if read.readable is None:
        return None
    return PageParts(read.readable, draft, say, {}, read.checked.findings).details(route)


def printed_values(readable: Readable) -> dict[tuple[str, ...], TextRuns]:
    """Return what each cell of a table prints, by the ids of its route."""
    context = block_context(readable)
    data = ids_of(readable)
    found: dict[tuple[str, ...], TextRuns] = {}
    for part in print_blocks(readable.blocks, context):
        for cell in (cell for line in _lines(part) for cell in line.cells):
            if route := cell_route(cell, readable):
                found.setdefault(path_of(route, cell.kind, data), cell.runs)
    return found


def _lines(part: Grid | TextLine) -> tuple[Line, ...]:
    return part.lines if isinstance(part, Grid) else ()
