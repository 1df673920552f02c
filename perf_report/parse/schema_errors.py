"""Explain errors against a schema in our own messages.

The validator that can explain errors is slow to load, so it runs only if there are any.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import islice
from pathlib import Path
from typing import Any, cast

from jsonschema.exceptions import ValidationError

from perf_report.model.actual_reading import is_limit
from perf_report.model.close_match import close_match
from perf_report.model.finding import MAX_FINDINGS, Finding, Term
from perf_report.model.money import parse_amount
from perf_report.model.route import Route
from perf_report.model.target import parse_quantity
from perf_report.model.target_suggestion import suggest_target
from perf_report.parse.broken_parts import BrokenSteps, amount_decimals
from perf_report.parse.missing_days import find_missing_days
from perf_report.parse.moment_errors import explain_moment
from perf_report.parse.nodes import Mapping, Node, Value, child
from perf_report.parse.schema_error import SchemaError, node_at, task_ids
from perf_report.parse.schema_examples import write_example
from perf_report.parse.schema_keywords import known_keys
from perf_report.parse.strict_validator import strict_validator
from perf_report.parse.value_names import message_of, messages_of_target

# The rest of `{basic: 1,306.00}`, which YAML reads as a key after the comma.
_GROUP_OF_DIGITS = re.compile(r"[0-9]{3}(\.[0-9]*)?")
# The rest of `{zh: 河道通畅,清洁。}`, likewise.
_HAN = re.compile("[\u3400-\u9fff]")
_FULL_WIDTH_COMMA = re.compile("[，、]")


def explain_schema_errors(
    root: Node, data: Value, broken: BrokenSteps | None, schema: Path | None = None
) -> list[Finding]:
    """Return the errors of the data of a node, by default against `schema.json`, in no order.

    Lists and mappings of any length are looked at only where they are broken.
    """
    # More digits than any number of a document has, so that no division overflows.
    with localcontext(prec=100):
        validator = strict_validator(amount_decimals(data), broken, schema)
        errors = list(validator.iter_errors(data))
    findings = [finding for error in errors for finding in _explain(error, root)]
    findings += find_missing_days(data)
    # One mistake can break several keywords; it is reported once.
    return list({_error_key(finding): finding for finding in findings}.values())


def _error_key(finding: Finding) -> tuple[object, ...]:
    """The key by which equal errors are found: message, place, and key there."""
    return (finding.message_id, finding.route, finding.arguments.get("key"))


def _explain(error: ValidationError, root: Node) -> Iterator[Finding]:
    """The findings behind one error of the validator."""
    route: Route = tuple(error.absolute_path)
    known = SchemaError(
        route=route,
        node=node_at(root, route),
        keyword=str(error.validator),
        limit=error.validator_value,
        schema=cast("dict[str, Any]", error.schema),
        value=error.instance,
        message=error.message,
        root=root,
    )
    if known.schema.get("x-moment") and known.written and known.value is not None:
        return iter((explain_moment(known.written, route),))
    return _EXPLAINERS.get(known.keyword, _explain_value)(known)


def _explain_unknown_keys(error: SchemaError) -> Iterator[Finding]:
    known = list(error.schema.get("properties", ()))
    pattern = "|".join(error.schema.get("patternProperties", ())) or r"(?!)"
    unknown = (key for key in error.value if key not in known and not re.search(pattern, key))
    for key in islice(unknown, MAX_FINDINGS):
        finding = _explain_unknown_key(key, known, (*error.route, key))
        message = _bare_text_message(key, error.value, known)
        yield replace(finding, message=message) if message else finding


def _bare_text_message(key: str, values: dict[str, Any], known: list[str]) -> str:
    """The message for a key that is a text without a key; empty for another."""
    if values[key] is not None or "zh" not in known or not _HAN.search(key):
        return ""
    if key != next(iter(values)):
        return "unknown-key-comma"
    is_quantity = "by" in known and parse_quantity(key) is not None
    return "unknown-key-quantity" if is_quantity else "unknown-key-language"


def _is_rest_of_amount(key: str) -> bool:
    """Whether a key is what follows the comma of an amount in braces."""
    return _GROUP_OF_DIGITS.fullmatch(key) is not None


def _explain_unknown_key(key: str, known: list[str], route: Route) -> Finding:
    close = close_match(key, known)
    message = "unknown-key-close" if close else "" if known else "unknown-key-source"
    return Finding(
        rule="unknown-key",
        message="unknown-key-digits" if _is_rest_of_amount(key) else message,
        route=route,
        on_key=True,
        arguments={"key": key, "close": close, "known": ", ".join(known)},
    )


def _explain_missing_key(error: SchemaError) -> Iterator[Finding]:
    # The validator reports each missing key by itself, and names it only in its message.
    key = next(key for key in error.limit if error.message.startswith(f"{key!r} "))
    bare = next(iter(error.value), "")
    is_explained = bool(_bare_text_message(bare, error.value, ["by", key])) if bare else False
    if not is_explained and not _is_misspelt_below(error.node, key, _known_keys(error)):
        yield Finding(rule="missing-key", route=error.route, arguments={"key": key})


def _known_keys(error: SchemaError) -> Collection[str]:
    """The keys of the place; what is asked for without a form does not repeat them."""
    is_repeated = "type" in error.schema
    return error.schema["properties"] if is_repeated else known_keys("goal" if error.route else "")


def _is_misspelt_below(node: Node, key: str, known: Collection[str]) -> bool:
    """Whether the key is there, misspelt, which is a finding of its own."""
    keys = node.keys if isinstance(node, Mapping) else {}
    unknown = (written for written in keys if written not in known)
    return any(close_match(written, [key]) for written in islice(unknown, MAX_FINDINGS))


def _explain_type(error: SchemaError) -> Iterator[Finding]:
    if error.value is None and _is_rest_of_amount(str(error.route[-1] if error.route else "")):
        yield _explain_unknown_key(str(error.route[-1]), [], error.route)
        return
    expected = error.limit
    names = [expected] if isinstance(expected, str) else list(expected)
    yield Finding(
        rule="wrong-type",
        message=_type_message(names, error),
        route=error.route,
        arguments={
            "expected": tuple(Term("type", name) for name in names),
            "got": Term("type", _type_name(error.value)),
            "written": error.written,
            "close": _without_separators(error.written),
            "example": write_example(error.schema),
            "known": ", ".join(task_ids(error.root)) if error.is_task else "",
        },
    )


def _type_message(expected: list[str], error: SchemaError) -> str:
    """The message for a wrong type; the most common cases have their own."""
    value = error.value
    if value is None:
        return "wrong-type-empty"
    if isinstance(value, str) and "number" in expected and "string" not in expected:
        return _number_message(error)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if "string" not in expected or not is_number:
        return "wrong-type"
    ids = task_ids(error.root) if error.is_task else []
    if ids and error.written not in ids:
        return "wrong-type-task"
    return "wrong-type-unquoted"


def _number_message(error: SchemaError) -> str:
    """The message for a text in place of a number."""
    named = error.schema.get("x-message")
    if named == "weight":
        return message_of("wrong-type", error.schema) or "wrong-type-weight"
    if named is None and error.schema.get("type") == "number":
        return "wrong-type-number"
    plain = _without_separators(error.written)
    is_separated = plain != error.written and parse_amount(plain) is not None
    return "wrong-type-amount-separators" if is_separated else "wrong-type-amount"


def _without_separators(text: str) -> str:
    return text.replace(",", "").replace("，", "")


def _type_name(value: Any) -> str:
    """The JSON Schema name of a value's type, an id for the catalogue."""
    names: tuple[tuple[Any, str], ...] = (
        (type(None), "null"), (bool, "boolean"), (str, "string"), (dict, "object"),
        (list, "array"), ((int, Decimal), "number"),
    )  # fmt: skip
    return next(name for kind, name in names if isinstance(value, kind))


def _explain_pattern(error: SchemaError) -> Iterator[Finding]:
    below = child(error.node, error.value)
    if below is not None:
        yield from _explain_name(error, below)
        return
    rule = error.schema.get("x-message", "wrong-value")
    message, close, character = message_of(rule, error.schema), "", ""
    if rule == "code-form" and re.search(error.limit.replace("?!", "?="), error.value):
        message = "code-form-device"
    comma = _FULL_WIDTH_COMMA.search(error.value) if rule == "id-form" else None
    if comma:
        message, character = "id-form-comma", comma[0]
        close = _FULL_WIDTH_COMMA.sub(", ", error.value)
    known = list(map(str, error.schema.get("examples", ())))
    ids = task_ids(error.root) if error.is_task else []
    if ids and not comma and error.value not in ids:
        message, known = "id-form-task", ids
    arguments = {
        "value": error.value,
        "close": close,
        "character": character,
        "example": write_example(error.schema),
        "known": ", ".join(known),
    }
    yield Finding(rule=rule, message=message, route=error.route, arguments=arguments)


def _explain_name(error: SchemaError, below: Node) -> Iterator[Finding]:
    """A key that cannot be an id; the rest of an amount is explained where its value is missing."""
    if not (_is_rest_of_amount(error.value) and below.value() is None):
        arguments = {"value": error.value, "close": "", "character": "", "known": ""}
        yield Finding(
            rule=error.schema.get("x-message", "wrong-value"),
            route=(*error.route, error.value),
            on_key=True,
            arguments={**arguments, "example": write_example(error.schema)},
        )


def _explain_format(error: SchemaError) -> Iterator[Finding]:
    """Explain a text of a wrong format: a target, an actual value, or a date."""
    if error.limit == "target":
        yield _explain_target(error)
    elif error.limit == "actual":
        message = "actual-syntax-limit" if is_limit(error.value) else ""
        arguments = {"value": error.value}
        yield Finding(rule="actual-syntax", message=message, route=error.route, arguments=arguments)
    elif error.limit == "target-without-unit":
        arguments = {"value": error.value, "close": ""}
        message = "target-syntax-unit"
        yield Finding(rule="target-syntax", message=message, route=error.route, arguments=arguments)
    else:
        yield from _explain_value(error)


def _explain_target(error: SchemaError) -> Finding:
    """A target that cannot be read, with what was probably meant."""
    meant = suggest_target(error.value)
    unread, close = messages_of_target(error.route)
    return Finding(
        rule="target-syntax",
        message=close if meant.text else unread,
        route=error.route,
        arguments={"value": error.value, "close": meant.text},
        fix=meant.text if meant.is_certain else None,
    )


def _explain_value(error: SchemaError) -> Iterator[Finding]:
    """Explain limits, constants and choices: what was written, and what is allowed."""
    named, limit = error.schema.get("x-message"), error.limit
    rule = named if named in {"amount", "weight", "date-form"} else "wrong-value"
    yield Finding(
        rule=rule,
        message=message_of(rule, error.schema) if rule == named else f"wrong-value-{error.keyword}",
        route=error.route,
        arguments={
            "value": error.written,
            "example": write_example(error.schema),
            "allowed": ", ".join(map(str, limit)) if isinstance(limit, list) else str(limit),
        },
    )


_EXPLAINERS: dict[str, Callable[[SchemaError], Iterator[Finding]]] = {
    "additionalProperties": _explain_unknown_keys,
    "required": _explain_missing_key,
    "type": _explain_type,
    "pattern": _explain_pattern,
    "format": _explain_format,
}
