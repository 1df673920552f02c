"""Goals: one below the other with their numbers, or one column a horizon side by side."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from perf_report.model.form import Form, GoalsBlock, Horizon
from perf_report.model.form_horizon import horizon_of_goal
from perf_report.model.plan import Goal, Plan
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext, label_cells, label_column
from perf_report.render.grid.cells import Grid, GridColumn, HeadCell, Line, LineCell
from perf_report.render.localized_text import TextRun, TextRuns


def goals_grid(block: GoalsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of goals; a horizon with fewer goals than another has blanks."""
    lead = label_column(context, block.label)
    columns = [*lead]
    columns += [GridColumn(id="number", kind="number")] if block.number else []
    columns += [GridColumn(id=horizon.id, kind="goal-text") for horizon in block.horizons]
    columns += [GridColumn(id=id_, kind="goal-text") for id_ in _reported_labels(block)]
    columns += [GridColumn(id="tasks", kind="tasks")] if block.tasks else []
    label = context.label(block.label)
    return Grid(
        id=id_,
        kind="goals",
        caption=label or context.text(block.horizons[0].label),
        bookmark=label,
        columns=tuple(columns),
        head=_head(block, context, has_label=bool(lead)),
        lines=tuple(_lines(block, context, id_, len(lead))),
    )


def _head(
    block: GoalsBlock, context: BlockContext, *, has_label: bool
) -> tuple[tuple[HeadCell, ...], ...]:
    """The header; a single column of goals beside the block's label needs none."""
    if has_label and len(block.horizons) == 1 and not (block.tasks or block.heading):
        return ()
    cells = [HeadCell(id="label", runs=(), of_label=True)] if has_label else []
    cells += [HeadCell(id="number", runs=context.label(block.number))] if block.number else []
    only = block.heading if len(block.horizons) == 1 else None
    cells += [
        HeadCell(id="text" if only else each.id, runs=context.label(only or each.label))
        for each in block.horizons
    ]
    cells += [
        HeadCell(id=id_, runs=context.label(each)) for id_, each in _reported_labels(block).items()
    ]
    cells += [HeadCell(id="tasks", runs=context.label(block.tasks))] if block.tasks else []
    return (tuple(cells),)


def _reported_labels(block: GoalsBlock) -> dict[str, Text]:
    """The columns of a report that a form has, with their labels."""
    labels = {"adjusted": block.adjusted, "achieved": block.achieved}
    return {id_: label for id_, label in labels.items() if label}


def goals_of(plan: Plan, form: Form, horizon: str) -> list[tuple[int, Goal]]:
    """Return the goals that reach to a horizon, each with its number among these."""
    found = [goal for goal in plan.goals if horizon_of_goal(form, goal) == horizon]
    return list(enumerate(found, start=1))


def _lines(block: GoalsBlock, context: BlockContext, id_: str, lead: int) -> Iterator[Line]:
    form, reported = context.vocabulary.form, context.reported
    columns = (
        [list(reported.goals)]
        if reported
        else [goals_of(context.plan, form, horizon.id) for horizon in block.horizons]
    )
    label = label_cells(context, id_, block.label)
    rows = list(zip_longest(*columns)) or [(None,) * len(columns)]
    for number, row in enumerate(rows, start=1):
        goal = row[0][1] if row[0] else None
        anchor = f"goal-{goal.id}" if goal and len(row) == 1 else f"{id_}-row{number}"
        cells = [*label]
        if block.number:
            figure = context.localizer.number(str(number))
            cells.append(LineCell(column=lead, runs=figure, kind="number", is_header=True))
        start = len(cells)
        is_listed = len(rows) > 1 and not block.number
        cells += [
            _text(block, context, found, horizon, column, is_listed=is_listed)
            for column, (found, horizon) in enumerate(
                zip(row, block.horizons, strict=True), start=start
            )
        ]
        cells += _reported(block, context, goal, len(cells), number if is_listed else None)
        if block.tasks:
            goals = [found[1] for found in row if found]
            cells.append(_tasks(block, context, goals, len(cells)))
        yield Line(anchor=anchor, cells=tuple(cells))


def _reported(
    block: GoalsBlock, context: BlockContext, goal: Goal | None, start: int, number: int | None
) -> Iterator[LineCell]:
    """What a report says of a goal."""
    said = _said(goal, context)
    for column, (id_, label) in enumerate(_reported_labels(block).items(), start=start):
        runs = context.text(said.get(id_))
        runs = _numbered(context, number, runs) if number and runs else runs
        yield LineCell(
            column=column, runs=runs, kind="goal-text", label=context.label(label), room=0,
            value=("goals", goal.id, "achieved") if goal and id_ == "achieved" else (),
        )  # fmt: skip


def _said(goal: Goal | None, context: BlockContext) -> Mapping[str, Text | None]:
    if goal is None or context.reported is None:
        return {}
    return {"adjusted": goal.text, "achieved": context.reported.report.goals.get(goal.id)}


def _text(
    block: GoalsBlock,
    context: BlockContext,
    found: tuple[int, Goal] | None,
    horizon: Horizon,
    column: int,
    *,
    is_listed: bool,
) -> LineCell:
    """The text of a goal, with its number where there are several and no column of numbers."""
    reported = context.reported
    label = context.label((block.heading if reported else None) or horizon.label)
    if found is None:
        return LineCell(column=column, runs=(), kind="goal-text", label=label)
    number, goal = found
    # Without a column for the adjusted goal, it prints the goal that counts, as with targets.
    initial = reported.report.initial_goals if reported and block.adjusted else {}
    runs = context.localizer.text(initial.get(goal.id, goal.text))
    if is_listed:
        runs = _numbered(context, number, runs)
    return LineCell(
        column=column, runs=runs, kind="goal-text", label=label, room=0, item=f"goal:{goal.id}",
        route=(*route_of_goal(context.plan, goal), "text"),
    )  # fmt: skip


def _numbered(context: BlockContext, number: int, runs: TextRuns) -> TextRuns:
    return tuple(
        TextRun(run.lang, catalogue.format("form", "numbered", number=number, text=run.text))
        for run, catalogue in context.localizer.with_catalogues(runs)
    )


def _tasks(
    block: GoalsBlock, context: BlockContext, goals: Sequence[Goal], column: int
) -> LineCell:
    """The printed numbers of the tasks that the goals of a row serve."""
    numbers = sorted({task for goal in goals for task in related_tasks(context.plan, goal)})
    separator = context.localizer.form_string("list-separator")[0].text
    words = separator.join(map(str, numbers))
    runs = context.localizer.number(words) if words else ()
    route = (*route_of_goal(context.plan, goals[0]), "tasks") if len(goals) == 1 else ()
    label = context.label(block.tasks)
    return LineCell(column=column, runs=runs, kind="tasks", label=label, route=route)


def route_of_goal(plan: Plan, goal: Goal) -> Route:
    """Return where a goal is in a spec."""
    return ("goals", next(at for at, each in enumerate(plan.goals) if each is goal))


def related_tasks(plan: Plan, goal: Goal) -> list[int]:
    """Return the printed numbers of the tasks that a goal serves, sorted."""
    numbers = plan.task_numbers()
    return sorted(numbers[task] for task in goal.tasks)
