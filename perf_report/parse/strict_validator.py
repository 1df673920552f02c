"""The validator that can explain errors, with the keywords of our schema, in exact decimals."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError

from perf_report import resources
from perf_report.parse.broken_parts import BrokenSteps
from perf_report.parse.schema_formats import FORMATS
from perf_report.parse.schema_keywords import check_names, check_unique, keywords_of_parts


def strict_validator(
    most_decimals: int, broken: BrokenSteps | None = None, schema: Path | None = None
) -> Draft202012Validator:
    """Return the validator of all data, or of their broken parts, by default by `schema.json`.

    `most_decimals` are those that an amount may have in the currency unit of the data.
    """
    keywords = {
        "pattern": _check_pattern,
        "x-decimals": partial(_check_decimals, most_decimals),
        "uniqueItems": check_unique,
        "propertyNames": check_names,
    }
    if broken is not None:
        keywords |= keywords_of_parts(broken)
    strict = validators.extend(  # type: ignore[no-untyped-call]  # this part has no types
        Draft202012Validator, keywords
    )
    return cast(
        "Draft202012Validator",
        strict(_read_schema(schema or resources.schema_path()), format_checker=_formats()),
    )


@cache
def _read_schema(path: Path) -> Any:
    # Numbers of the schema become decimals too, so that limits are compared exactly.
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def _check_decimals(
    most_decimals: int, _validator: object, most: int, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """Our own schema keyword: the maximal number of decimals, in any currency unit.

    By the standard's multipleOf 0.01, validators with binary floats reject valid amounts.
    """
    most = min(most, most_decimals)
    if isinstance(instance, Decimal) and int(instance.as_tuple().exponent) < -most:
        yield ValidationError(f"{instance} has more than {most} decimals")


def _check_pattern(
    _validator: object, pattern: str, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """The keyword `pattern` as JSON Schema defines it: `$` does not match before a line end."""
    exact = re.sub(r"\$$", r"\\Z", pattern)
    if isinstance(instance, str) and not re.search(exact, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(_is_date)
    for name, is_valid in FORMATS.items():
        checker.checks(name)(partial(_is_of_format, is_valid))
    return checker


def _is_of_format(is_valid: Callable[[str], bool], value: object) -> bool:
    return not isinstance(value, str) or is_valid(value)


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))
