"""Leave out of data what breaks the schema beyond the errors that a report shows.

The validators make an object for every error. A file of hostile data has as many as it has values,
so that they would take minutes and gigabytes. Whether a part is valid is quick to find.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema_rs

from perf_report import resources
from perf_report.model.finding import MAX_FINDINGS
from perf_report.parse.nodes import Value
from perf_report.parse.schema_formats import FORMATS

# A goal, an indicator in it, and a name in that may be broken by one error.
_MOST_BROKEN = 3 * MAX_FINDINGS


def lighten(data: Value) -> tuple[Value, int]:
    """Return the data without the broken parts behind the first ones, and how many those are.

    Only the ends of lists and entries of mappings are left out, so that routes stay the same.
    """
    left_out = _Lightener()
    return left_out.part(data, _schema()), left_out.count


class _Lightener:
    """Copies data, and counts the broken parts that it leaves out."""

    def __init__(self) -> None:
        self._left = _MOST_BROKEN
        self.count = 0

    def part(self, value: Value, schema: Any) -> Value:
        """Return a part of the data with less in it."""
        if isinstance(value, list):
            items = _items(schema)
            return value if items is None else self._items(value, items)
        if isinstance(value, dict):
            return self._entries(value, schema)
        return value

    def _items(self, values: list[Value], schema: Any) -> list[Value]:
        is_valid, kept = _validity(_key(schema)), list[Value]()
        for index, value in enumerate(values):
            if is_valid(value):
                kept.append(value)
            elif self._left > 0 or not kept:
                self._left -= 1
                kept.append(self.part(value, _resolved(schema)))
            else:
                self.count += sum(not is_valid(each) for each in values[index:])
                break
        return kept

    def _entries(self, values: dict[str, Value], schema: Any) -> dict[str, Value]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        kept: dict[str, Value] = {}
        for key, value in values.items():
            if key in known:
                kept[key] = self.part(value, _resolved(known[key]))
            elif isinstance(others, dict) and _validity(_key(others))(value):
                kept[key] = value
            elif self._left > 0:
                self._left -= 1
                kept[key] = self.part(value, _resolved(others)) if others else value
            else:
                self.count += 1
        return kept


@cache
def _schema() -> Any:
    return json.loads(resources.schema_path().read_bytes())


def _resolved(schema: Any) -> Any:
    """A schema with what it refers to by `$ref`."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return {**_schema()["$defs"][name], **schema} if name else schema


def _items(schema: Any) -> Any:
    """The schema of a list's items, also where the list is one of two ways to write a value."""
    return schema.get("items", schema.get("else", {}).get("items"))


def _key(schema: Any) -> str:
    return json.dumps(schema)


@cache
def _validity(schema: str) -> Callable[[Value], bool]:
    """Whether a value is valid by a part of the schema."""
    whole = {"$defs": _schema()["$defs"], **json.loads(schema)}
    return jsonschema_rs.Draft202012Validator(
        whole, validate_formats=True, formats=FORMATS
    ).is_valid
