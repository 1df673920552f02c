"""Check a document against `schema.json`: fast validation first, explanations only on failure."""

import json
from decimal import Decimal
from functools import cache

import jsonschema_rs

from perf_report import resources
from perf_report.model.finding import Finding
from perf_report.model.money import FEN_DECIMALS
from perf_report.parse.document import Document
from perf_report.parse.nodes import Value

# The decimals that a weight may have.
_WEIGHT_DECIMALS = 2

# The keys whose numbers have no decimals.
_WHOLE_NUMBERS = ("format", "year", "revision")


def check_schema(document: Document) -> list[Finding]:
    """Return all schema errors of a complete document, in no particular order.

    Most documents have none, which a compiled validator finds in a hundredth of the time; the
    validator that can explain errors checks the others. A test compares the two.
    """
    if document.root is None:
        return []
    data = document.root.value()
    if _is_valid(data):
        return []
    from perf_report.parse.schema_errors import explain_schema_errors

    return explain_schema_errors(document.root, amount_decimals(data))


def amount_decimals(data: Value) -> int:
    """The decimals that the amounts of a spec may have, by its currency unit."""
    unit = data.get("currency_unit") if isinstance(data, dict) else None
    most = max(FEN_DECIMALS.values())
    return FEN_DECIMALS.get(unit, most) if isinstance(unit, str) else most


@cache
def _compiled_validator() -> jsonschema_rs.Draft202012Validator:
    schema = json.loads(resources.schema_path().read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _is_valid(data: Value) -> bool:
    """Whether data are valid.

    The compiled validator does not know our keyword `x-decimals`, and takes 2025.0 for an integer.
    """
    is_valid = bool(_compiled_validator().is_valid(data))
    return is_valid and not _has_extra_decimals(data, amount_decimals(data))


def _has_extra_decimals(data: Value, most: int) -> bool:
    """Whether a number has more decimals than its key allows; `most` are those of amounts."""
    if isinstance(data, dict):
        has_extra = any(isinstance(data.get(key), Decimal) for key in _WHOLE_NUMBERS)
        return has_extra or any(
            _has_extra_decimals(value, _WEIGHT_DECIMALS if key == "weight" else most)
            for key, value in data.items()
        )
    if isinstance(data, list):
        return any(_has_extra_decimals(value, most) for value in data)
    return isinstance(data, Decimal) and int(data.as_tuple().exponent) < -most
