"""The view model of the report of changes: what a template prints, with nothing left to decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perf_report.diff.plan_pair import PlanPair
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.render.changes.change_rows import ChangeGroup, group_changes, name_of
from perf_report.render.changes.funds_chart import Chart, draw_charts
from perf_report.render.changes.funds_table import FundsComparison, compare_funds, task_moves
from perf_report.render.changes.report import Side, TableChanges
from perf_report.render.changes.summary_text import MARKS, substance_sentence, title
from perf_report.render.findings.report import posix_path
from perf_report.render.localized_text import Runs, Speech, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """One of the two plans: before or after, its year, and where it was read."""

    label: Runs
    year: Runs
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many changes of one significance."""

    significance: str
    mark: str
    word: Runs
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Two things taken for the same because their names are alike."""

    kind: Runs
    before: Runs
    after: Runs
    likeness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTable:
    """What became of one table.

    `sentence` says that nothing changed, or nothing of substance, and is empty otherwise. There are
    no `funds` for a table that came or went, nor where nothing changed.
    """

    anchor: str
    title: Runs
    department: Runs
    years: Runs
    sides: tuple[SideLine, ...]
    counts: tuple[Count, ...]
    total: int
    sentence: Runs
    funds: FundsComparison | None
    charts: tuple[Chart, ...]
    groups: tuple[ChangeGroup, ...]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """All tables of a report in one language mode."""

    speech: Speech
    title: str
    tables: tuple[ChangedTable, ...]


def build_changes_view(tables: Sequence[TableChanges], speech: Speech) -> ChangesView:
    """The view of what became of some tables."""
    built = tuple(_table(table, speech) for table in tables)
    titles = [speech.format("report", "title")]
    if len(built) == 1:
        titles.insert(0, built[0].title)
    joined = " · ".join(plain(each, " / ") for each in titles)
    return ChangesView(speech=speech, title=joined, tables=built)


def _table(table: TableChanges, speech: Speech) -> ChangedTable:
    prefix = table.table.replace("/", "_")
    funds, charts = _funds(table, speech, prefix)
    return ChangedTable(
        anchor=prefix,
        title=speech.runs(title(table, each) for each in speech.voices),
        department=name_of(table.side.plan.department.name, speech),
        years=_years(table, speech),
        sides=tuple(_sides(table, speech)),
        counts=tuple(_counts(table, speech)),
        total=len(table.told),
        sentence=_sentence(table, speech),
        funds=funds,
        charts=charts,
        groups=tuple(group_changes(table, speech, prefix)),
        guesses=tuple(_guesses(table, speech)),
    )


def _funds(
    table: TableChanges, speech: Speech, prefix: str
) -> tuple[FundsComparison | None, tuple[Chart, ...]]:
    base, revision = table.comparison.base, table.comparison.revision
    if base is None or revision is None or not table.told:
        return None, ()
    plans = PlanPair(base, revision)
    moves = tuple(task_moves(plans, table.comparison, speech))
    funds = compare_funds(plans, moves, table.comparison, speech)
    return funds, tuple(draw_charts(moves, revision.currency_unit, speech, prefix))


def _years(table: TableChanges, speech: Speech) -> Runs:
    if table.base is None or table.revision is None:
        id_ = "year-added" if table.revision else "year-removed"
        return speech.format("report", id_, year=table.side.plan.year)
    base, revision = table.base.plan.year, table.revision.plan.year
    if base == revision:
        return speech.format("report", "year-revised", year=revision)
    return speech.format("report", "years-compared", base=base, revision=revision)


def _sides(table: TableChanges, speech: Speech) -> Iterator[SideLine]:
    for id_, side in (("before", table.base), ("after", table.revision)):
        if side is not None:
            yield _side(speech.format("report", id_), side, speech)


def _side(label: Runs, side: Side, speech: Speech) -> SideLine:
    year = speech.format("report", "side", year=side.plan.year)
    return SideLine(label=label, year=year, name=posix_path(side.name))


def _counts(table: TableChanges, speech: Speech) -> Iterator[Count]:
    for significance, count in table.summary.items():
        yield Count(
            significance=significance.value,
            mark=MARKS[significance],
            word=speech.format("significance", significance),
            count=count,
        )


def _sentence(table: TableChanges, speech: Speech) -> Runs:
    if table.has_substance:
        return ()
    return speech.runs(substance_sentence(table, each) for each in speech.voices)


def _guesses(table: TableChanges, speech: Speech) -> Iterator[Guess]:
    base, revision = table.comparison.base, table.comparison.revision
    if base is None or revision is None:
        return
    for match in table.comparison.matches:
        if match.likeness is not None:
            yield Guess(
                kind=speech.format("kind", match.type),
                before=name_of(_names(base)[match.type, match.base], speech),
                after=name_of(_names(revision)[match.type, match.revision], speech),
                likeness=f"{match.likeness}%",
            )


def _names(plan: Plan) -> dict[tuple[str, str], Text]:
    """The names of a plan's tasks, goals and indicators, by what they are and their ids."""
    return (
        {("task", task.id): task.text for task in plan.tasks}
        | {("goal", goal.id): goal.text for goal in plan.goals}
        | {
            ("indicator", indicator.id): indicator.name
            for goal in plan.goals
            for indicator in goal.indicators
        }
    )
