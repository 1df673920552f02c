"""Keywords of JSON Schema for data of any length: each takes time in proportion to it."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from perf_report import resources
from perf_report.model.finding import MAX_FINDINGS
from perf_report.parse.broken_parts import BrokenSteps

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]


def check_unique(
    _validator: object,
    unique: Any,
    instance: object,
    _schema: object,
) -> Iterator[ValidationError]:
    """The keyword `uniqueItems`; the library compares every pair where items cannot be sorted."""
    items = instance if unique and isinstance(instance, list) else []
    if len({_frozen(item) for item in items}) < len(items):
        yield ValidationError("the list has equal items")


def _frozen(value: Any) -> Any:
    """A value as one that can be a member of a set; true is not 1, and 1.0 is."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return (bool, value) if isinstance(value, bool) else value


def check_names(
    validator: Any, schema: Any, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """The keyword `propertyNames`; of each wrong name the first error, and of names the first."""
    names = instance if isinstance(instance, dict) else ()
    errors = (next(validator.descend(instance=name, schema=schema), None) for name in names)
    yield from islice(filter(None, errors), MAX_FINDINGS)


def keywords_of_parts(broken: BrokenSteps) -> Mapping[str, Keyword]:
    """Return the keywords for many items, which look at the broken ones alone."""

    def check_items(
        validator: Any, items: Any, instance: object, _schema: object
    ) -> Iterator[ValidationError]:
        for step in _steps(instance, list, broken):
            yield from validator.descend(instance[step], items, path=step)  # type: ignore[index]

    def check_others(
        validator: Any, others: Any, instance: object, schema: Any
    ) -> Iterator[ValidationError]:
        if not isinstance(others, dict):
            whole = Draft202012Validator.VALIDATORS["additionalProperties"]
            yield from whole(validator, others, instance, schema)
            return
        for step in _steps(instance, dict, broken):
            if step not in schema.get("properties", {}):
                yield from validator.descend(instance[step], others, path=step)  # type: ignore[index]

    return {"items": check_items, "additionalProperties": check_others}


def _steps(instance: object, kind: type, broken: BrokenSteps) -> list[Any]:
    """The broken steps from a list or a mapping, in a fixed order."""
    return sorted(broken.get(id(instance), ())) if isinstance(instance, kind) else []


@cache
def known_keys(part: str = "") -> Collection[str]:
    """Return the keys that a part of a spec can have, by its name in `$defs`; the top without."""
    schema = json.loads(resources.schema_path().read_bytes())
    holder = schema["$defs"][part] if part else schema
    return tuple(holder["properties"])
