"""Recognize the fields of a form: rows of labels and values, and the lines above a table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, cast

from perf_report.model.form import Field, FieldsBlock, LineBlock, ValueType
from perf_report.model.paper import PaperLine
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.money import take_value
from perf_report.recognize.rows import Row, RowCell, line_cell
from perf_report.recognize.values import read_unit

# A line that a page breaks has more characters. What is before a colon is a label up to a length.
_LONG = 16
_LABELLED = re.compile(r".{1,10}[:：]")

_STAMP = re.compile(r"\s*[(（](?:加?盖(?:公章|章)|公章|签章)[)）]$")

# The fields that a spec has in its head.
_HEAD: dict[str, Route] = {
    "department.name": ("department", "name", "zh"),
    "department.code": ("department", "code"),
    "project.name": ("project", "name", "zh"),
    "project.code": ("project", "code"),
}


def recognize_fields(block: FieldsBlock, rows: Sequence[Row], draft: Draft) -> None:
    """Take the values beside the labels of a block."""
    fields = [(label_keys(each.label, draft.year), each) for row in block.rows for each in row]
    labels = frozenset(key for keys, _ in fields for key in keys)
    known: dict[int, Field] = {}
    for row in rows:
        for cell in row.starting:
            found = next((each for keys, each in fields if cell.key in keys), None)
            if found is not None:
                _take_beside(found, cell, row, labels, draft, known)


def _take_beside(
    field: Field,
    label: RowCell,
    row: Row,
    labels: frozenset[str],
    draft: Draft,
    known: dict[int, Field],
) -> None:
    """Take what stands to the right of a label, if that is no label itself.

    A cell that other labels share, which are `known` by it, is of the first of them, and marked.
    """
    value = row.beside(label, draft.labels)
    if value is None or value.key in labels:
        draft.miss("import-field-missing", _route(field), label=label.text)
    elif value.starts or is_blank(value.text):
        known[id(value.cell)] = field
        take_field(field, value, draft, label)
    else:
        for each in (known.get(id(value.cell)), field):
            if each is not None:
                draft.mark("import-text-shared", _route(each), value)


def take_field(field: Field, cell: RowCell, draft: Draft, label: RowCell | None = None) -> None:
    """Take the value of a field from its cell; a blank cell has none."""
    if field.id == "year" or is_blank(cell.text):
        return
    route = _route(field)
    cell = _without_stamp(field, route, cell, draft)
    if field.id == "department.name" and "code" in (unit := read_unit(cell.text)) and len(unit) > 1:
        draft.take(("department", "code"), cell)
        _set(draft, ("department", "code"), unit["code"])
        value: Any = unit["name"]["zh"]
        draft.take(route, cell)
    elif field.id in _HEAD:
        value = cell.text
        draft.take(route, cell)
    else:
        value = take_value(field, cell, label, route, draft)
        if value is None:
            value = {"zh": cell.text} if field.type is ValueType.UNIT else cell.text
    _set(draft, route, value)


def _without_stamp(field: Field, route: Route, cell: RowCell, draft: Draft) -> RowCell:
    """The cell of a unit without the note where its stamp goes: （盖章）."""
    found = _STAMP.search(cell.text)
    is_unit = field.type is ValueType.UNIT or field.id == "department.name"
    if not found or not is_unit:
        return cell
    draft.mend("import-stamp-left-out", route, cell)
    text = cell.text[: found.start()]
    return replace(cell, cell=replace(cell.cell, text=text))


def recognize_lines(blocks: Iterable[LineBlock], lines: Iterable[PaperLine], draft: Draft) -> None:
    """Take the values of fields that stand on lines outside the table: 填报单位：示例局."""
    known = list(lines)
    for block in blocks:
        words = [
            _first_word(part.label if isinstance(part, Field) else part) for part in block.parts
        ]
        for part, word in zip(block.parts, words, strict=True):
            if isinstance(part, Field):
                _take_from_lines(part, word, words, known, draft)


def _take_from_lines(
    field: Field, word: str, words: Sequence[str], lines: Sequence[PaperLine], draft: Draft
) -> None:
    """Take a value from the first line that has its label, and doubt one that may go on below."""
    for line, below in zip_longest(lines, lines[1:]):
        text = _behind_label(line.text, word, words)
        if text:
            take_field(field, line_cell(line, text), draft)
            if below is not None and _may_go_on(text, below):
                draft.mark("import-line-goes-on", _route(field), line_cell(line, text))
            return


def _may_go_on(text: str, below: PaperLine) -> bool:
    """Whether a long text may go on in a line of a page that is as long, without a label."""
    is_long = min(len(text), len(below.text)) >= _LONG
    return is_long and below.place.part == "page" and not _LABELLED.match(below.text)


def _first_word(label: Text) -> str:
    """A label as it begins a part of a line: without a value, a colon or brackets."""
    return re.split(r"[:：{(（]", label.zh or "")[0]


def _behind_label(line: str, word: str, words: Iterable[str]) -> str:
    """What a line has behind a label and its colon, up to the label of the next part."""
    found = re.search(rf"{re.escape(word)}(?:[(（][^)）]*[)）])?\s*[:：]", line)
    if found is None:
        return ""
    rest = line[found.end() :]
    ends = [at for each in words if each and each != word and (at := rest.find(each)) >= 0]
    return plain_text(rest[: min(ends, default=None)].strip())


def _route(field: Field) -> Route:
    return _HEAD.get(field.id, ("fields", field.id))


def _set(draft: Draft, route: Route, value: object) -> None:
    data: dict[str | int, Any] = cast("dict[str | int, Any]", draft.data)
    for step in route[:-1]:
        data = data.setdefault(step, {})
    data.setdefault(route[-1], value)
