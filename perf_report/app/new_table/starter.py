"""A spec to start from: all that a form asks for, with its labels and placeholders.

What is still to be written is a text that the checks call unfinished; any other value has a mark
to review behind it. So a starter validates, and is not published as it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from perf_report.app.new_table.entries import Entry, write_entries
from perf_report.app.new_table.goals import goal_entries, indicator_entries
from perf_report.app.new_table.values import Placeholders, say_both
from perf_report.model.form import AMOUNT, Form, FundsBlock, GoalsBlock, TableBlock
from perf_report.model.framework import Framework
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.parse.yaml_writer import MODELINE

# The id of the only task of a starter, which its goals serve.
_TASK = "task-1"


def render_starter(plan: Plan, form: Form, framework: Framework) -> str:
    """Return the spec of a form, with the head of `plan` and placeholders for all else."""
    asked = Placeholders(plan.year, plan.languages)
    comments = f"# {asked.label(form.title)}\n# {say_both('starter-intro')}\n"
    head = [_head_entry(key, value) for key, value in plan_data(plan).items()]
    parts = [[entry] for entry in _parts(form, framework, asked)]
    blocks = ("\n".join(write_entries(block)) for block in (head, *parts))
    return MODELINE + comments + "\n\n".join(blocks) + "\n"


def _head_entry(key: str, value: Any) -> Entry:
    if not isinstance(value, Mapping):
        return Entry(key=key, value=value)
    return Entry(
        key=key, entries=tuple(Entry(key=name, value=each) for name, each in value.items())
    )


def _parts(form: Form, framework: Framework, asked: Placeholders) -> Iterator[Entry]:
    """The keys at the top that a spec of the form has, in the order in which a file lists them."""
    fields = tuple(asked.entry(field) for field in form.asked_fields().values())
    if fields:
        yield Entry(key="fields", entries=fields)
    tables = tuple(_table_entry(block, asked) for block in form.blocks_of(TableBlock))
    if tables:
        yield Entry(key="tables", entries=tables)
    funds = tuple(_funds_entries(form, asked))
    if funds:
        yield Entry(key="funds", entries=funds)
    yield from _task_entries(form, asked)
    serves = any(block.tasks for block in form.blocks_of(GoalsBlock))
    yield from goal_entries(form, framework, asked, _TASK if serves else "")
    yield from indicator_entries(form, framework, asked)


def _table_entry(block: TableBlock, asked: Placeholders) -> Entry:
    row = tuple(map(asked.entry, block.columns))
    return Entry(key=block.id, items=(row,), comments=(asked.label(block.label),))


def _funds_entries(form: Form, asked: Placeholders) -> Iterator[Entry]:
    """A key for every source of money, with its columns where there are several."""
    labels = {
        node.id: node.label for block in form.blocks_of(FundsBlock) for node in block.amounts()
    }
    for id_, columns in form.funds_columns().items():
        if columns.keys() == {AMOUNT}:
            yield asked.amount(id_, labels.get(id_, columns[AMOUNT].label))
        else:
            cells = tuple(asked.entry(column) for column in columns.values())
            yield Entry(key=id_, entries=cells, comments=(asked.label(labels[id_]),))


def _task_entries(form: Form, asked: Placeholders) -> Iterator[Entry]:
    """The main tasks, where money stands by task."""
    for block in form.blocks_of(FundsBlock):
        if block.rows == "tasks":
            leaves = [node for node in block.amounts() if not node.parts]
            funds = Entry(
                key="funds", entries=tuple(asked.amount(node.id, node.label) for node in leaves)
            )
            task = (
                Entry(key="id", value=_TASK),
                Entry(key="text", value=asked.text),
                funds,
            )
            comments = (asked.label(block.task),) if block.task else ()
            yield Entry(key="tasks", items=(task,), comments=comments)
            return
