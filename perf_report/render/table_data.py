"""A table as data: `table.json`, with amounts as exact decimal strings."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from perf_report.model.form import AMOUNT, FundsBlock, GoalsBlock, IndicatorsBlock
from perf_report.model.form_horizon import horizon_of_goal
from perf_report.model.form_label import fill_years
from perf_report.model.funds import Funds
from perf_report.model.plan import Goal, Plan
from perf_report.model.source_funds import printed_amount
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import (
    amount_text,
    cells_record,
    source_cells,
    value_record,
)
from perf_report.render.indicator_data import indicator_records
from perf_report.render.json_text import to_json
from perf_report.render.printed_order import (
    indicators_under,
    indicators_under_table,
    numbered_goals,
)
from perf_report.render.target_data import figure_text, text_record

# The version of table.json, whose schema is perf_report/schemas/table.schema.json.
TABLE_VERSION = 2

Record = dict[str, Any]


def render_json(plan: Plan, vocabulary: Vocabulary) -> bytes:
    """`table.json`: the table with printed numbers and derived English."""
    return to_json(table_record(plan, vocabulary))


def table_record(plan: Plan, vocabulary: Vocabulary) -> Record:
    """Return the table as data.

    What the form has no block for is absent, and so is what the plan lacks.
    """
    return _omit_none(_head(plan, vocabulary) | _blocks(plan, vocabulary))


def _head(plan: Plan, vocabulary: Vocabulary) -> Record:
    framework = vocabulary.framework
    return {
        "version": TABLE_VERSION,
        "form": plan.form,
        "year": plan.year,
        "department": {"code": plan.department.code, "name": _text(plan, plan.department.name)},
        "project": _project(plan),
        "framework": {"id": framework.id, "name": _text(plan, framework.name)},
        "currency_unit": plan.currency_unit,
        "languages": list(plan.languages),
        "revision": plan.revision,
        "revision_kind": plan.revision_kind.value if plan.is_adjustment else None,
        "revision_approved": _approval(plan),
        "revision_note": _optional_text(plan, plan.revision_note),
        "published": _optional_day(plan.published),
        "budget_approved": _optional_day(plan.budget_approved),
    }


def _blocks(plan: Plan, vocabulary: Vocabulary) -> Record:
    form = vocabulary.form
    totals = amounts_record(plan.printed_totals(), vocabulary)
    under_table = indicator_records(plan, vocabulary, indicators_under_table(plan, vocabulary))
    return {
        "fields": _fields(plan, vocabulary) or None,
        "funds": _sources(plan, vocabulary) or None,
        "tables": _tables(plan, vocabulary) or None,
        "budget": totals if form.has_tasks else None,
        "tasks": (list(_tasks(plan, vocabulary)) or None) if form.has_tasks else None,
        "weights": {id_: figure_text(weight) for id_, weight in plan.weights.items()} or None,
        "goals": (list(_goals(plan, vocabulary)) or None) if _has_goals(vocabulary) else None,
        "indicators": list(under_table) or None,
    }


def _approval(plan: Plan) -> Record | None:
    approved = plan.revision_approved
    if approved is None:
        return None
    return {"by": _text(plan, approved.by), "on": approved.on.isoformat()}


def _project(plan: Plan) -> Record | None:
    project = plan.project
    if project is None:
        return None
    name = _text(plan, project.name)
    return _omit_none({"code": project.code, "name": name, "task": project.task})


# --- What a form asks for by itself ---


def _fields(plan: Plan, vocabulary: Vocabulary) -> Record:
    form, languages = vocabulary.form, plan.languages
    return {
        id_: {
            "label": _text(plan, fill_years(field.label, plan.year)),
            "type": field.type.value,
            "value": value_record(plan.fields[id_], field, form, languages),
        }
        for id_, field in form.asked_fields().items()
        if id_ in plan.fields and field.is_public
    }


def _sources(plan: Plan, vocabulary: Vocabulary) -> Record:
    """The rows of sources, with totals as printed."""
    form, found = vocabulary.form, {}
    columns = form.funds_columns()
    for block in form.blocks_of(FundsBlock):
        if block.rows == "sources":
            for node in block.amounts():
                cells = source_cells(node, block, plan)
                found[node.id] = cells_record(cells, columns[node.id], form, plan.languages)
    found |= _beside_indicators(plan, vocabulary)
    return {id_: row for id_, row in found.items() if row}


def _beside_indicators(plan: Plan, vocabulary: Vocabulary) -> Record:
    """The amounts in columns of the indicators, which a sheet of projects has."""
    form = vocabulary.form
    nodes = [column.funds for block in form.blocks_of(IndicatorsBlock)
             for column in block.columns if column.funds]  # fmt: skip
    amounts = {node.id: printed_amount(plan.funds, node, AMOUNT) for node in nodes}
    return {
        id_: {AMOUNT: amount_text(amount, form)}
        for id_, amount in amounts.items()
        if amount is not None
    }


def _tables(plan: Plan, vocabulary: Vocabulary) -> Record:
    form = vocabulary.form
    return {
        id_: [cells_record(row, columns, form, plan.languages) for row in plan.tables[id_]]
        for id_, columns in form.table_columns().items()
        if id_ in plan.tables
    }


# --- Tasks and goals ---


def _tasks(plan: Plan, vocabulary: Vocabulary) -> Iterator[Record]:
    for number, task in enumerate(plan.tasks, start=1):
        yield _omit_none(
            {
                "number": number,
                "id": task.id,
                "formerly": list(task.formerly) or None,
                "text": _text(plan, task.text),
                "funds": amounts_record(task.funds, vocabulary),
            }
        )


def _has_goals(vocabulary: Vocabulary) -> bool:
    form = vocabulary.form
    return bool(form.blocks_of(GoalsBlock)) or form.lists_under_goals


def _goals(plan: Plan, vocabulary: Vocabulary) -> Iterator[Record]:
    form = vocabulary.form
    for number, goal in numbered_goals(plan, form):
        yield _omit_none(
            {
                "number": number,
                "id": goal.id,
                "formerly": list(goal.formerly) or None,
                "horizon": horizon_of_goal(form, goal) if plan.form else None,
                "weight": figure_text(goal.weight),
                "text": _text(plan, goal.text),
                "tasks": (list(goal.tasks) or None) if form.has_tasks else None,
                "indicators": _indicators(plan, vocabulary, number, goal),
            }
        )


def _indicators(plan: Plan, vocabulary: Vocabulary, number: int, goal: Goal) -> list[Record] | None:
    if not vocabulary.form.lists_under_goals:
        return None
    placed = indicators_under(goal, number, plan, vocabulary)
    return list(indicator_records(plan, vocabulary, placed))


# --- Values ---


def amounts_record(funds: Funds, vocabulary: Vocabulary) -> Record:
    """Return the amounts of a row of tasks by source, without blanks."""
    form = vocabulary.form
    return {id_: amount_text(each, form) for id_, each in funds.printed().amounts.items()}


def _text(plan: Plan, text: Text) -> Record:
    return text_record(text, plan.languages)


def _optional_text(plan: Plan, text: Text | None) -> Record | None:
    return None if text is None else _text(plan, text)


def _optional_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _omit_none(record: Mapping[str, Any]) -> Record:
    return {key: value for key, value in record.items() if value is not None}
