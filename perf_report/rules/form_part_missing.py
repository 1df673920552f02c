"""What a form needs and a plan does not have."""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Term
from perf_report.model.form import Form, GoalsBlock
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.rules.form_walk import lists_under_table


def missing_parts(plan: Plan, form: Form) -> Iterator[Finding]:
    """Yield what is missing in a plan whose spec names its form; the schema asks the others."""
    if plan.form is None:
        return
    if form.has_tasks and not plan.tasks:
        yield _missing(form, ("tasks",), "tasks")
    if not plan.framework:
        yield _missing(form, ("framework",), "framework")
    yield from _missing_in_goals(plan, form)
    if lists_under_table(form) and not any(plan.all_indicators()):
        arguments = {"form": form.id}
        yield Finding(
            rule="form-part",
            message="form-part-no-indicator",
            route=("indicators",),
            arguments=arguments,
        )
    for id_, field in form.asked_fields().items():
        if field.is_required and id_ not in plan.fields:
            arguments = {"form": form.id, "label": field.label, "key": id_}
            yield Finding(
                rule="form-part",
                message="form-part-required",
                route=("fields", id_),
                arguments=arguments,
            )


def _missing_in_goals(plan: Plan, form: Form) -> Iterator[Finding]:
    blocks = form.blocks_of(GoalsBlock)
    if blocks and not plan.goals:
        yield _missing(form, ("goals",), "goals")
    if any(block.tasks for block in blocks):
        for index, goal in enumerate(plan.goals):
            if not goal.tasks:
                yield _missing(form, ("goals", index, "tasks"), "goal-tasks")


def _missing(form: Form, route: Route, part: str) -> Finding:
    key = str(route[-1])
    arguments = {"form": form.id, "part": Term("part", part), "key": key}
    return Finding(rule="form-part", message="form-part-missing", route=route, arguments=arguments)
