"""Values of a form's fields and columns as data: for table.json, and for cells of CSV files."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.form import (
    Choice,
    Column,
    Field,
    Form,
    FundsBlock,
    FundsNode,
    ValueType,
)
from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.source_funds import printed_amount
from perf_report.model.text import Language, Text
from perf_report.render.target_data import text_record

Record = dict[str, Any]

# Types whose values are words of a language, and so have a second column for English.
_WORDED = frozenset({ValueType.TEXT, ValueType.CHOICE, ValueType.UNIT, ValueType.PERSON})


def amount_text(amount: Decimal | None, form: Form) -> str:
    """An amount with the digits written, filled up to the decimals of the form."""
    text = format_amount(amount)
    least = form.money.decimals if form.money else 0
    whole, point, decimals = text.partition(".")
    return f"{whole}{point}{decimals.ljust(least, '0')}"


def source_cells(node: FundsNode, block: FundsBlock, plan: Plan) -> Cells:
    """Return the values of a source by column, without blanks; amounts are those that print."""
    found: dict[str, FieldValue] = {}
    for column in block.columns:
        value = plan.funds.get(node.id, {}).get(column.id)
        if value is None and column.type is ValueType.MONEY:
            value = printed_amount(plan.funds, node, column.id)
        if value is not None:
            found[column.id] = value
    return found


def cells_record(
    cells: Cells, columns: Mapping[str, Column], form: Form, languages: tuple[Language, ...]
) -> Record:
    """Return the public values of a row by column, in the order of the columns."""
    return {
        id_: value_record(cells[id_], column, form, languages)
        for id_, column in columns.items()
        if id_ in cells and column.is_public
    }


def value_record(
    value: FieldValue, asked: Field | Column, form: Form, languages: tuple[Language, ...]
) -> Any:
    """Return a value: figures and amounts as exact strings, words in the languages of a table."""
    if isinstance(value, Text):
        return text_record(value, languages)
    if isinstance(value, Period):
        return _omit_none({"from": value.start, "to": value.end})
    if isinstance(value, NamedUnit):
        name = text_record(value.name, languages) if value.name else None
        return _omit_none({"code": value.code, "name": name})
    if isinstance(value, Decimal):
        return _figure(value, asked, form)
    label = _label(value, asked.choices)
    return {"choice": value, **text_record(label, languages)} if label else value


def csv_columns(columns: Iterable[Column], taken: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the columns of a CSV file that the public columns of a form make.

    Words have a second one for English. One that would have the name of another is `extra_ID`.
    """
    known = set(taken)
    for column in columns:
        if column.is_public:
            endings = ("", "_en") if column.type in _WORDED else ("",)
            name = column.id
            while any(f"{name}{ending}" in known for ending in endings):
                name = f"extra_{name}"
            names = tuple(f"{name}{ending}" for ending in endings)
            known.update(names)
            yield from names


def csv_cells(cells: Cells, columns: Iterable[Column], form: Form) -> Iterator[str]:
    """Yield the cells of a row under the columns of `csv_columns`."""
    for column in columns:
        if column.is_public:
            value = cells.get(column.id)
            yield value_text(value, column, form)
            if column.type in _WORDED:
                yield english_text(value, column)


def value_text(value: FieldValue | None, asked: Field | Column, form: Form) -> str:
    """Return a value as the text of one cell: words in Chinese, a period as ISO 8601 writes it."""
    if isinstance(value, Period):
        return f"{value.start or '..'}/{value.end or '..'}"
    if isinstance(value, Decimal):
        return _figure(value, asked, form)
    if isinstance(value, bool):
        return "true" if value else "false"
    words = _words(value, asked)
    return (words.zh or "") if words else value if isinstance(value, str) else ""


def english_text(value: FieldValue | None, asked: Field | Column) -> str:
    """Return the English of words; empty for all else."""
    words = _words(value, asked)
    return (words.en or "") if words else ""


def code_text(value: FieldValue | None, asked: Field | Column) -> str:
    """Return the code of a unit, or the id of a choice."""
    if isinstance(value, NamedUnit):
        return value.code or ""
    return str(value) if _label(value, asked.choices) else ""


def _words(value: FieldValue | None, asked: Field | Column) -> Text | None:
    if isinstance(value, NamedUnit):
        return value.name
    return value if isinstance(value, Text) else _label(value, asked.choices)


def _label(value: FieldValue | None, choices: Iterable[Choice]) -> Text | None:
    return next((choice.label for choice in choices if choice.id == value), None)


def _figure(value: Decimal, asked: Field | Column, form: Form) -> str:
    return amount_text(value, form) if asked.type is ValueType.MONEY else f"{value:f}"


def _omit_none(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None}
