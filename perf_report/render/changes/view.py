"""The view model of a report of changes: everything that its template prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perf_report.diff.assessment import Significance
from perf_report.diff.plan_pair import PlanPair
from perf_report.model.form import FundsBlock
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.render.changes.change_rows import (
    ChangeGroup,
    ReasonNote,
    group_changes,
    list_notes,
    name_runs,
)
from perf_report.render.changes.funds_table import FundsComparison, compare_funds
from perf_report.render.changes.report import TableChanges
from perf_report.render.changes.source_funds import compare_sources
from perf_report.render.changes.summary_text import (
    MARKS,
    side_heading,
    substance_sentence,
    table_title,
)
from perf_report.render.changes.weaker_changes import WeakerChanges, first_weaker
from perf_report.render.findings.report import shown_path
from perf_report.render.localized_text import Localizer, TextRun, TextRuns, join_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The file of one of the two plans, and which of them it is of."""

    label: TextRuns
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificanceCount:
    """The number of changes of one significance."""

    significance: str
    mark: str
    word: TextRuns
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedMatch:
    """Two items that were matched because their names are alike."""

    kind: TextRuns
    before: TextRuns
    after: TextRuns
    likeness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTable:
    """The changes of one table.

    `sentence` is that there are no changes, only neutral ones, or none that is weaker; empty
    otherwise. `funds` is None if the table was added or removed, or did not change.
    """

    anchor: str
    title: TextRuns
    department: TextRuns
    years: TextRuns
    before: TextRuns
    after: TextRuns
    counts: tuple[SignificanceCount, ...]
    total: int
    sentence: TextRuns
    funds: FundsComparison | None
    weaker: WeakerChanges
    more_weaker: TextRuns
    groups: tuple[ChangeGroup, ...]
    notes: tuple[ReasonNote, ...]
    guesses: tuple[GuessedMatch, ...]
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """The view of a report in one language mode."""

    localizer: Localizer
    title: str
    heading: TextRuns
    tables: tuple[ChangedTable, ...]

    @property
    def longest_amounts(self) -> tuple[int, ...]:
        """How many characters the longest figure has in each column of the comparison of funds."""
        rows = (row for table in self.tables if table.funds for row in table.funds.rows)
        return tuple(map(max, zip((0, 0, 0, 0), *(row.lengths for row in rows), strict=True)))


def build_changes_view(tables: Sequence[TableChanges], localizer: Localizer) -> ChangesView:
    """Build the view of the changes of some tables."""
    built = tuple(_table(table, localizer) for table in tables)
    heading = _report_heading(tables, localizer)
    titles = [heading]
    if len(built) == 1:
        titles.insert(0, built[0].title)
    title = " · ".join(join_runs(each, " / ") for each in titles)
    return ChangesView(localizer=localizer, title=title, heading=heading, tables=built)


def _report_heading(tables: Sequence[TableChanges], localizer: Localizer) -> TextRuns:
    """The title of the report: after the form, if all tables, or reports, have the same."""
    forms = {form.id: form for form in (table.side.printed_form for table in tables)}
    if all(form.is_default for form in forms.values()):
        return localizer.format("report", "title")
    if len(forms) > 1:
        return localizer.format("report", "title-mixed")
    (form,) = forms.values()
    return localizer.format("report", "title-of-form", form=form.title)


def _holder(plan: Plan, localizer: Localizer) -> TextRuns:
    """Whose table it is: the department, and the project if it is one of a project."""
    department = name_runs(plan.department.name, localizer)
    if plan.project is None:
        return department
    project = localizer.format("report", "project", name=plan.project.name)
    parts = zip(department, project, strict=False)
    return tuple(TextRun(first.lang, f"{first.text} · {second.text}") for first, second in parts)


def _table(table: TableChanges, localizer: Localizer) -> ChangedTable:
    prefix = table.table.replace("/", "_").replace("#", "_")
    groups = tuple(group_changes(table, localizer, prefix))
    weaker = first_weaker(groups, len(localizer.languages))
    return ChangedTable(
        anchor=prefix,
        title=localizer.runs(table_title(table, each) for each in localizer.mode_catalogues),
        department=_holder(table.side.plan, localizer),
        years=_years(table, localizer),
        before=_heading(table, "before", localizer),
        after=_heading(table, "after", localizer),
        counts=tuple(_counts(table, localizer)),
        total=len(table.changes),
        sentence=_sentence(table, localizer),
        funds=_funds(table, localizer),
        weaker=weaker,
        more_weaker=_more_weaker(weaker.left_out, localizer),
        groups=groups,
        notes=list_notes(groups),
        guesses=tuple(_guesses(table, localizer)),
        files=tuple(_files(table, localizer)),
    )


def _funds(table: TableChanges, localizer: Localizer) -> FundsComparison | None:
    base, revision = table.comparison.base, table.comparison.revision
    if base is None or revision is None or not table.changes or table.is_of_reports:
        return None
    plans = PlanPair(base, revision)
    block = _block_of_tasks(table)
    if block is None or not (base.tasks or revision.tasks):
        return compare_sources(plans, table.side.vocabulary.form, localizer)
    return compare_funds(plans, table.comparison, localizer, block)


def _block_of_tasks(table: TableChanges) -> FundsBlock | None:
    """The block with the money of tasks, of the revision or else of the base."""
    forms = [side.vocabulary.form for side in (table.revision, table.base) if side]
    blocks = (block for form in forms for block in form.blocks_of(FundsBlock))
    return next((block for block in blocks if block.rows == "tasks"), None)


def _years(table: TableChanges, localizer: Localizer) -> TextRuns:
    if table.base is None or table.revision is None:
        id_ = "year-added" if table.revision else "year-removed"
        return localizer.format("report", id_, year=table.side.plan.year)
    base, revision = table.base.plan.year, table.revision.plan.year
    if table.occasion == "course":
        return localizer.format("report", "year-heading", year=revision)
    if table.occasion != "years":
        return localizer.format("report", f"year-{table.occasion}", year=revision)
    return localizer.format("report", "years-compared", base=base, revision=revision)


def _heading(table: TableChanges, side: str, localizer: Localizer) -> TextRuns:
    return localizer.runs(side_heading(table, side, each) for each in localizer.mode_catalogues)


def _files(table: TableChanges, localizer: Localizer) -> Iterator[SourceFile]:
    for which, side in (("before", table.base), ("after", table.revision)):
        if side is not None:
            label = _heading(table, which, localizer)
            yield SourceFile(label=label, name=shown_path(side.name))


def _counts(table: TableChanges, localizer: Localizer) -> Iterator[SignificanceCount]:
    for significance, count in table.summary.items():
        yield SignificanceCount(
            significance=significance.value,
            mark=MARKS[significance],
            word=localizer.format("significance", significance),
            count=count,
        )


def _sentence(table: TableChanges, localizer: Localizer) -> TextRuns:
    if not table.has_substance:
        return localizer.runs(substance_sentence(table, each) for each in localizer.mode_catalogues)
    has_weaker = table.summary[Significance.WEAKER] > 0
    return () if has_weaker else localizer.format("report", "no-weaker")


def _more_weaker(count: int, localizer: Localizer) -> TextRuns:
    id_ = "one-more-weaker" if count == 1 else "more-weaker"
    return localizer.format("report", id_, count=count) if count else ()


def _guesses(table: TableChanges, localizer: Localizer) -> Iterator[GuessedMatch]:
    base, revision = table.comparison.base, table.comparison.revision
    if base is None or revision is None:
        return
    for match in table.comparison.matches:
        if match.likeness is not None:
            yield GuessedMatch(
                kind=localizer.format("kind", match.type),
                before=name_runs(_names(base)[match.type, match.base], localizer),
                after=name_runs(_names(revision)[match.type, match.revision], localizer),
                likeness=f"{match.likeness}%",
            )


def _names(plan: Plan) -> dict[tuple[str, str], Text]:
    """The names of a plan's tasks, goals and indicators, by type and id."""
    return (
        {("task", task.id): task.text for task in plan.tasks}
        | {("goal", goal.id): goal.text for goal in plan.goals}
        | {("indicator", each.id): each.name for each in plan.all_indicators()}
    )
