"""Check a document against `schema.json`: fast validation first, explanations only on failure."""

import json
from decimal import Decimal
from functools import cache

import jsonschema_rs

from perf_report import resources
from perf_report.model.finding import Finding
from perf_report.parse.document import Document
from perf_report.parse.nodes import Value

# No number of a spec may have more decimals.
_MOST_DECIMALS = 2

# The keys whose numbers have no decimals.
_WHOLE_NUMBERS = ("format", "year", "revision")


def check_schema(document: Document) -> list[Finding]:
    """Return all schema errors of a sound document, in no particular order.

    Most documents have none, and a compiled validator sees that in a hundredth of the time; only
    what it refuses is looked at by the one that can say why. A test holds their verdicts equal.
    """
    if document.root is None or _passes_quickly(document.root.value()):
        return []
    from perf_report.parse.schema_errors import explain_schema_errors

    return explain_schema_errors(document.root)


@cache
def _quick_validator() -> jsonschema_rs.Draft202012Validator:
    schema = json.loads(resources.schema_path().read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _passes_quickly(data: Value) -> bool:
    """Whether data are valid.

    The quick validator does not know our own keyword, and takes 2025.0 for a whole number.
    """
    return bool(_quick_validator().is_valid(data)) and not _has_odd_decimals(data)


def _has_odd_decimals(data: Value) -> bool:
    """Whether a number has more decimals than any may have, or some where it may have none."""
    if isinstance(data, dict):
        is_odd = any(isinstance(data.get(key), Decimal) for key in _WHOLE_NUMBERS)
        return is_odd or any(map(_has_odd_decimals, data.values()))
    if isinstance(data, list):
        return any(map(_has_odd_decimals, data))
    return isinstance(data, Decimal) and int(data.as_tuple().exponent) < -_MOST_DECIMALS
