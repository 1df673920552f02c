"""Check a document against `schema.json`: fast validation first, explanations only on failure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import jsonschema_rs

from perf_report import resources
from perf_report.model.finding import MAX_FINDINGS, Finding
from perf_report.parse.broken_parts import find_broken_parts, has_extra_decimals
from perf_report.parse.document import Document
from perf_report.parse.lighter_data import lighten
from perf_report.parse.missing_days import has_missing_day
from perf_report.parse.nodes import Value
from perf_report.parse.schema_formats import FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFindings:
    """The first errors of a document, and how many more there are at least.

    Behind the first thousands, a task or an indicator counts once, whatever is wrong in it.
    """

    findings: Sequence[Finding] = ()
    more: int = 0


def check_schema(document: Document) -> SchemaFindings:
    """Return the schema errors of a complete document, in no particular order.

    Most documents have none, which a compiled validator finds in a hundredth of the time; the
    validator that can explain errors checks the others. A test compares the two.
    """
    data = None if document.root is None else document.root.value()
    if document.root is None or _is_valid(data):
        return SchemaFindings()
    from perf_report.parse.schema_errors import explain_schema_errors

    data, left_out = lighten(data)
    parts = find_broken_parts(_counting_validator(), data, document.root)
    findings = explain_schema_errors(document.root, data, parts.steps)
    more = max(0, parts.count - len(findings)) if parts.count > MAX_FINDINGS else 0
    return SchemaFindings(findings=findings, more=more + left_out)


@cache
def _compiled_validator() -> jsonschema_rs.Draft202012Validator:
    schema = json.loads(resources.schema_path().read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, formats=FORMATS)


@cache
def _counting_validator() -> jsonschema_rs.Draft202012Validator:
    """The compiled validator whose errors are counted.

    Its messages are without the values, which would repeat all that they hold; and an error for
    every wrong name in a mapping would hold the whole mapping, so that names are left to the other.
    """
    text = resources.schema_path().read_text("utf-8").replace('"propertyNames"', '"x-names"')
    return jsonschema_rs.Draft202012Validator(
        json.loads(text), validate_formats=True, formats=FORMATS, mask="value"
    )


def _is_valid(data: Value) -> bool:
    """Whether data are valid.

    The compiled validator does not know our keyword `x-decimals` nor the year of a day, and takes
    2025.0 for an integer.
    """
    is_valid = bool(_compiled_validator().is_valid(data))
    return is_valid and not has_extra_decimals(data) and not has_missing_day(data)
