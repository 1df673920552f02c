"""The subjects of changes, and where a plan has them."""

from perf_report.diff.change import Subject
from perf_report.model.plan import Goal, Indicator, Plan, Task
from perf_report.model.route import Route


def plan_subject(plan: Plan) -> Subject:
    """A plan as the subject of a change, by the project or the department whose it is."""
    code = plan.project.code if plan.project else plan.department.code
    return Subject(type="plan", id=code, name=plan.name)


def task_subject(task: Task) -> Subject:
    """A task as the subject of a change."""
    return Subject(type="task", id=task.id, name=task.text)


def goal_subject(goal: Goal) -> Subject:
    """A goal as the subject of a change."""
    return Subject(type="goal", id=goal.id, name=goal.text)


def indicator_subject(goal: Goal | None, indicator: Indicator) -> Subject:
    """An indicator as the subject of a change; `goal` is the one that it stands under."""
    return Subject(
        type="indicator",
        id=indicator.id,
        name=indicator.name,
        goal=goal.id if goal else indicator.goal,
    )


def indicator_at(plan: Plan, route: Route) -> tuple[Goal | None, Indicator]:
    """The indicator that a route leads to or into, with the goal that it stands under."""
    if route[0] == "indicators":
        return None, plan.indicators[int(route[1])]
    goal = plan.goals[int(route[1])]
    return goal, goal.indicators[int(route[3])]


def goal_at(plan: Plan, route: Route) -> Goal | None:
    """The goal of the indicator that a route leads to or into."""
    goal, indicator = indicator_at(plan, route)
    named = (each for each in plan.goals if each.id == indicator.goal)
    return goal or next(named, None)
