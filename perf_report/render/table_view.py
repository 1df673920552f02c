"""The view model of a table: everything that its template prints."""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.money import format_amount
from perf_report.model.plan import Funds, Goal, Indicator, Plan
from perf_report.model.target import Deadline, Measured, Target
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.indicator_rows import CellLabel, IndicatorLine, IndicatorNote, TargetCell
from perf_report.render.localized_text import Localizer, TextRun, TextRuns, deduplicate, join_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsRow:
    """A row of the funds table, with amounts as printed."""

    anchor: str
    number: str
    text: TextRuns
    total: str
    basic: str
    project: str
    other: str

    @property
    def longest_amount(self) -> int:
        """How many characters the longest of its amounts has."""
        return max(map(len, (self.total, self.basic, self.project, self.other)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A row of the goals table; `tasks` are the printed numbers of the related tasks."""

    anchor: str
    number: str
    text: TextRuns
    tasks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table in one language mode; `earlier` is the year of the table before it, if known."""

    localizer: Localizer
    department: TextRuns
    year: int
    currency_unit: TextRuns
    published: str | None
    revision: TextRuns | None
    totals: FundsRow
    tasks: tuple[FundsRow, ...]
    goals: tuple[GoalRow, ...]
    lines: tuple[IndicatorLine, ...]
    earlier: int | None = None

    @property
    def longest_amount(self) -> int:
        """How many characters the longest of all amounts of funds has."""
        return max(row.longest_amount for row in (self.totals, *self.tasks))

    @property
    def title(self) -> str:
        """The title of the page and the PDF: department, form and year."""
        parts = (
            join_runs(self.department, " / "),
            join_runs(self.localizer.form_string("title"), " / "),
            join_runs(self.localizer.form_string("year", year=self.year), " "),
        )
        return " · ".join(parts)


def build_view(
    plan: Plan, vocabulary: Vocabulary, localizer: Localizer, *, earlier: int | None = None
) -> TableView:
    """Build the view of a plan without errors."""
    return TableView(
        localizer=localizer,
        department=localizer.text(plan.department.name),
        year=plan.year,
        currency_unit=localizer.form_string(f"currency-{plan.currency_unit}"),
        published=plan.published.isoformat() if plan.published else None,
        revision=_revision(plan, localizer),
        totals=_funds_row("total", "", (), plan.printed_totals()),
        tasks=tuple(
            _funds_row(f"task-{task.id}", str(number), localizer.text(task.text), task.funds)
            for number, task in enumerate(plan.tasks, start=1)
        ),
        goals=tuple(_goal_row(plan, number, localizer) for number in range(1, len(plan.goals) + 1)),
        lines=tuple(_lines(plan, vocabulary, localizer)),
        earlier=earlier,
    )


def ordered_indicators(goal: Goal, framework: Framework) -> list[Indicator]:
    """A goal's indicators by category in the framework's order, then in the order of the file."""
    ranks = {id_: rank for rank, id_ in enumerate(framework.category_ids())}
    return sorted(goal.indicators, key=lambda indicator: ranks[indicator.category])


def related_tasks(plan: Plan, goal: Goal) -> list[int]:
    """The printed numbers of the tasks that a goal serves, sorted."""
    numbers = plan.task_numbers()
    return sorted(numbers[task] for task in goal.tasks)


def _revision(plan: Plan, localizer: Localizer) -> TextRuns | None:
    if plan.revision is None or plan.revision == 1:
        return None
    note = plan.revision_note or Text(zh="", en="")
    return tuple(
        TextRun(run.lang, f"{run.text}{suffix}")
        for run, suffix in zip(
            localizer.form_string("revision", number=plan.revision),
            [note.get(language) or "" for language in localizer.languages],
            strict=True,
        )
    )


def _funds_row(anchor: str, number: str, text: TextRuns, funds: Funds) -> FundsRow:
    return FundsRow(
        anchor=anchor,
        number=number,
        text=text,
        total=format_amount(funds.printed_total),
        basic=format_amount(funds.basic),
        project=format_amount(funds.project),
        other=format_amount(funds.other),
    )


def _goal_row(plan: Plan, number: int, localizer: Localizer) -> GoalRow:
    goal = plan.goals[number - 1]
    tasks = [str(task) for task in related_tasks(plan, goal)]
    return GoalRow(
        anchor=f"goal-{goal.id}",
        number=str(number),
        text=localizer.text(goal.text),
        tasks=localizer.form_string("list-separator")[0].text.join(tasks),
    )


def _lines(plan: Plan, vocabulary: Vocabulary, localizer: Localizer) -> Iterator[IndicatorLine]:
    labels = {
        category.id: (_label(level, localizer), _label(category, localizer))
        for level, category in vocabulary.framework.categories()
    }
    for number, goal in enumerate(plan.goals, start=1):
        goal_label = CellLabel(
            key=goal.id, runs=localizer.form_string("goal-number", number=number)
        )
        for indicator in ordered_indicators(goal, vocabulary.framework):
            target = localizer.text(vocabulary.target_text(indicator, indicator.target))
            yield IndicatorLine(
                anchor=f"indicator-{indicator.id}",
                labels=(goal_label, *labels[indicator.category]),
                name=localizer.text(indicator.name),
                notes=tuple(_notes(indicator, vocabulary, localizer)),
                target=TargetCell(kind=_target_kind(indicator.target), runs=deduplicate(target)),
            )


def _label(level: Level1 | Category, localizer: Localizer) -> CellLabel:
    return CellLabel(key=level.id, runs=localizer.text(level.label))


def _target_kind(target: Target) -> str:
    if isinstance(target, Measured):
        return "quantity"
    return "deadline" if isinstance(target, Deadline) else "statement"


def _notes(
    indicator: Indicator, vocabulary: Vocabulary, localizer: Localizer
) -> Iterator[IndicatorNote]:
    texts = {
        "definition": indicator.definition,
        "formula": indicator.formula,
        "source": indicator.source,
        "basis": indicator.basis,
    }
    for name, text in texts.items():
        if text:
            yield IndicatorNote(
                label=localizer.form_string(f"note-{name}"), runs=localizer.text(text)
            )
    if indicator.weight is not None:
        weight = f"{indicator.weight.normalize():f}"
        yield IndicatorNote(
            label=localizer.form_string("note-weight"), runs=localizer.number(weight)
        )
    if indicator.baseline:
        value = vocabulary.target_text(indicator, indicator.baseline.value)
        label = localizer.form_string("note-baseline", year=indicator.baseline.year)
        yield IndicatorNote(label=label, runs=localizer.text(value))
    for name, text in {"responsible": indicator.responsible, "note": indicator.note}.items():
        if text:
            yield IndicatorNote(
                label=localizer.form_string(f"note-{name}"), runs=localizer.text(text)
            )
