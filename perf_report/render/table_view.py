"""The view model of the table: what a template prints, with nothing left to decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.money import format_amount
from perf_report.model.plan import Funds, Goal, Indicator, Plan
from perf_report.model.target import Deadline, Quantity, Target
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.indicator_rows import Label, Line, Note, TargetCell
from perf_report.render.localized_text import Runs, Speech, once, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsRow:
    """A row of the funds table; amounts as printed, blank where the form is blank."""

    anchor: str
    number: str
    text: Runs
    total: str
    basic: str
    project: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A row of the goals table; `tasks` are the printed numbers of the related tasks."""

    anchor: str
    number: str
    text: Runs
    tasks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """The whole table in one language mode; `earlier` is the year before, where it is on file."""

    speech: Speech
    department: Runs
    year: int
    currency_unit: Runs
    published: str | None
    revision: Runs | None
    totals: FundsRow
    tasks: tuple[FundsRow, ...]
    goals: tuple[GoalRow, ...]
    lines: tuple[Line, ...]
    earlier: int | None = None

    @property
    def title(self) -> str:
        """The title of the page and the PDF: form, department and year."""
        parts = (
            plain(self.department, " / "),
            plain(self.speech.form("title"), " / "),
            plain(self.speech.form("year", year=self.year), " "),
        )
        return " · ".join(parts)


def build_view(
    plan: Plan, vocabulary: Vocabulary, speech: Speech, *, earlier: int | None = None
) -> TableView:
    """The view of a plan that has no errors."""
    return TableView(
        speech=speech,
        department=speech.text(plan.department.name),
        year=plan.year,
        currency_unit=speech.form(f"currency-{plan.currency_unit}"),
        published=plan.published.isoformat() if plan.published else None,
        revision=_revision(plan, speech),
        totals=_funds_row("total", "", (), plan.printed_totals()),
        tasks=tuple(
            _funds_row(f"task-{task.id}", str(number), speech.text(task.text), task.funds)
            for number, task in enumerate(plan.tasks, start=1)
        ),
        goals=tuple(_goal_row(plan, number, speech) for number in range(1, len(plan.goals) + 1)),
        lines=tuple(_lines(plan, vocabulary, speech)),
        earlier=earlier,
    )


def ordered_indicators(goal: Goal, framework: Framework) -> list[Indicator]:
    """A goal's indicators in the framework's order, those of a category as the file has them."""
    ranks = {id_: rank for rank, id_ in enumerate(framework.category_ids())}
    return sorted(goal.indicators, key=lambda indicator: ranks[indicator.category])


def related_tasks(plan: Plan, goal: Goal) -> list[int]:
    """The printed numbers of the tasks that a goal serves, in order."""
    numbers = plan.task_numbers()
    return sorted(numbers[task] for task in goal.tasks)


def _revision(plan: Plan, speech: Speech) -> Runs | None:
    if plan.revision is None or plan.revision == 1:
        return None
    note = plan.revision_note or Text(zh="", en="")
    return tuple(
        type(run)(run.lang, f"{run.text}{words}")
        for run, words in zip(
            speech.form("revision", number=plan.revision),
            [note.get(language) or "" for language in speech.languages],
            strict=True,
        )
    )


def _funds_row(anchor: str, number: str, text: Runs, funds: Funds) -> FundsRow:
    return FundsRow(
        anchor=anchor,
        number=number,
        text=text,
        total=format_amount(funds.printed_total),
        basic=format_amount(funds.basic),
        project=format_amount(funds.project),
        other=format_amount(funds.other),
    )


def _goal_row(plan: Plan, number: int, speech: Speech) -> GoalRow:
    goal = plan.goals[number - 1]
    tasks = [str(task) for task in related_tasks(plan, goal)]
    return GoalRow(
        anchor=f"goal-{goal.id}",
        number=str(number),
        text=speech.text(goal.text),
        tasks=speech.form("list-separator")[0].text.join(tasks),
    )


def _lines(plan: Plan, vocabulary: Vocabulary, speech: Speech) -> Iterator[Line]:
    labels = {
        category.id: (_label(level, speech), _label(category, speech))
        for level, category in vocabulary.framework.categories()
    }
    for number, goal in enumerate(plan.goals, start=1):
        of_goal = Label(key=goal.id, runs=speech.form("goal-number", number=number))
        for indicator in ordered_indicators(goal, vocabulary.framework):
            target = speech.text(vocabulary.target_text(indicator, indicator.target))
            yield Line(
                anchor=f"indicator-{indicator.id}",
                labels=(of_goal, *labels[indicator.category]),
                name=speech.text(indicator.name),
                notes=tuple(_notes(indicator, vocabulary, speech)),
                target=TargetCell(kind=_kind(indicator.target), runs=once(target)),
            )


def _label(level: Level1 | Category, speech: Speech) -> Label:
    return Label(key=level.id, runs=speech.text(level.label))


def _kind(target: Target) -> str:
    if isinstance(target, Quantity):
        return "quantity"
    return "deadline" if isinstance(target, Deadline) else "statement"


def _notes(indicator: Indicator, vocabulary: Vocabulary, speech: Speech) -> Iterator[Note]:
    texts = {
        "definition": indicator.definition,
        "formula": indicator.formula,
        "source": indicator.source,
        "basis": indicator.basis,
    }
    for name, text in texts.items():
        if text:
            yield Note(label=speech.form(f"note-{name}"), runs=speech.text(text))
    if indicator.weight is not None:
        weight = f"{indicator.weight.normalize():f}"
        yield Note(label=speech.form("note-weight"), runs=speech.number(weight))
    if indicator.baseline:
        value = vocabulary.target_text(indicator, indicator.baseline.value)
        label = speech.form("note-baseline", year=indicator.baseline.year)
        yield Note(label=label, runs=speech.text(value))
    for name, text in {"responsible": indicator.responsible, "note": indicator.note}.items():
        if text:
            yield Note(label=speech.form(f"note-{name}"), runs=speech.text(text))
