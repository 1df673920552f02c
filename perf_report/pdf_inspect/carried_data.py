"""Compare the data in a PDF of an earlier version with the spec in it, and with each other.

What the author of a spec wrote must be the same everywhere. What a version derives, such as English
units, may differ from what this version derives; then the files must agree with each other.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import MINYEAR
from typing import Any

from perf_report.model.characters import plain_text
from perf_report.model.english_figure import LARGE_NUMBERS
from perf_report.model.measure import counted_value
from perf_report.model.target import Quantity, plain_figure
from perf_report.model.target_reading import read_target
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.pdf_inspect.differences import PdfDifference
from perf_report.render.table_csv import escape_formula

TABLE_FILE = "table.json"

# The keys of table.json that earlier versions knew and whose values are those of the spec, or the
# Chinese labels of the framework. A target is compared by its text, and by the day it names.
_KEYS = frozenset({
    "year", "department", "code", "name", "zh", "en", "framework", "currency_unit", "languages",
    "revision", "revision_note", "published", "budget_approved", "budget", "tasks", "number", "id",
    "formerly", "text", "funds", *USUAL_SOURCES.ids, "goals", "indicators",
    "category", "level1", "level2", "target", "kind", "weight", "baseline", "definition", "formula",
    "source", "basis", "responsible", "note", "deadline", "form", "task", "horizon",
    "goal", "standard",
})  # fmt: skip

# Below these stand ids of a form, and every value is that of the spec or of the form.
_BY_ID = frozenset({"fields", "funds", "budget", "tables", "weights", "extra"})

# What is derived from a key beside it.
_DERIVED = frozenset({"framework.name.zh", "framework.name.en", "level1.en", "level2.en"})

# What a version reads in a quantity, beside its Chinese text.
_OF_QUANTITY = ("kind", "text.en", "operator", "value", "unit.zh", "unit.en")

# Columns that a CSV file had from the beginning and whose values are those of the spec.
_COLUMNS = {
    "funds.csv": ("task", "id", "text_zh", "text_en", *USUAL_SOURCES.ids),
    "goals.csv": ("goal", "id", "text_zh", "text_en", "tasks"),
    "indicators.csv": ("goal", "id", "category", "name_zh", "name_en", "target_zh"),
}

# Signs that a version may have printed for each other.
_SIGNS = str.maketrans({"≧": "≥", "≦": "≤"})


def parse_table(data: bytes) -> Mapping[str, Any] | None:
    """Return a table.json; None if it is none."""
    try:
        parsed = json.loads(data, object_pairs_hook=_record)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A record; a key that is there twice is the first for some readers, the last for others."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError(len(pairs))
    return record


def fold_text(text: object) -> str:
    """Return a text without spaces, and without differences of width and shape."""
    return plain_text(str(text)).translate(_SIGNS)


def compare_table(made: Mapping[str, Any], carried: Mapping[str, Any]) -> Iterator[PdfDifference]:
    """Yield where a table.json is not that of the spec.

    `made` is the table.json that this version makes of it.
    """
    before, after = dict(_values(made)), dict(_values(carried))
    quantities = [path.removesuffix("kind") for path, kind in after.items() if kind == "quantity"]
    derived = {path + part for path in quantities for part in _OF_QUANTITY}
    for path in (each for each in {**before, **after} if each not in derived):
        old, new = before.get(path), after.get(path)
        if fold_text(old) != fold_text(new):
            yield PdfDifference(kind="file-value", name=TABLE_FILE, row=path, before=old, after=new)
    known = {*after, *derived, *dict(_values(made, all_keys=True))}
    for path, new in _values(carried, all_keys=True):
        if path not in known:
            yield PdfDifference(kind="file-value", name=TABLE_FILE, row=path, after=new)
    yield from _quantities(carried, "")


def _values(thing: Any, path: str = "", *, all_keys: bool = False) -> Iterator[tuple[str, str]]:
    """The compared values of a table.json with their paths."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            below = f"{path}.{key}" if path else key
            is_value = isinstance(value, dict) and path.endswith("baseline")
            is_by_id = key in _BY_ID
            if (all_keys or key in _KEYS or is_value or is_by_id) and not _is_derived(below):
                yield from _values(value, below, all_keys=all_keys or is_by_id)
    elif isinstance(thing, list):
        yield f"{path} []", str(len(thing))
        for number, value in enumerate(thing):
            yield from _values(value, f"{path}[{number}]", all_keys=all_keys)
    else:
        yield path, str(thing)


def _is_derived(path: str) -> bool:
    return any(path == each or path.endswith(f".{each}") for each in _DERIVED)


def _quantities(thing: Any, path: str) -> Iterator[PdfDifference]:
    """Quantities whose parts are not those of their text."""
    if isinstance(thing, list):
        for number, value in enumerate(thing):
            yield from _quantities(value, f"{path}[{number}]")
    elif isinstance(thing, dict):
        if thing.get("kind") == "quantity":
            yield from _quantity(thing, path)
        for key, value in thing.items():
            yield from _quantities(value, f"{path}.{key}" if path else key)


_NUMBER = re.compile(r"(?P<figure>-?[0-9][0-9,]*(?:\.[0-9]+)?)(?: (?P<large>million|billion))?")
_OCCASIONS = {"once ": 1, "twice ": 2}


def _says_value(english: str, target: Mapping[str, Any]) -> bool:
    """Whether English has the value of a quantity, as it is or in ones: 390,000 for 39万次."""
    match = _NUMBER.search(english)
    try:
        unit = str(target["unit"]["zh"]) if "unit" in target else ""
        quantity = Quantity(operator=None, figure=str(target["value"]), unit=unit)
        values = {quantity.value, counted_value(quantity)}
        words = english.lower()
        if any(word in words and value in values for word, value in _OCCASIONS.items()):
            return True
        return match is not None and (
            plain_figure(match["figure"]) * LARGE_NUMBERS.get(match["large"], 1) in values
        )
    except (ArithmeticError, KeyError, TypeError):
        return False


def _is_read_as(chinese: str, target: Mapping[str, Any]) -> bool:
    """Whether Chinese is read as the quantity that the data have, words of a bound too."""
    found = read_target(chinese, MINYEAR)
    if not isinstance(found, Quantity):
        return False
    unit, per = target.get("unit"), target.get("per")
    return (str(found.operator), f"{found.value:f}", found.unit, found.per) == (
        str(target.get("operator")),
        target.get("value"),
        unit.get("zh") if isinstance(unit, dict) else "",
        per.get("zh") if isinstance(per, dict) else "",
    )


def _quantity(target: Mapping[str, Any], path: str) -> Iterator[PdfDifference]:
    figure = f"{target.get('operator', '')}{target.get('value')}"
    texts, units = target.get("text"), target.get("unit", {})
    if not isinstance(texts, dict) or not isinstance(units, dict):
        yield PdfDifference(kind="file-value", name=TABLE_FILE, row=path)
        return
    for language, text in texts.items():
        parts = f"{figure}{units.get(language, '')}"
        is_same = fold_text(text) == fold_text(parts)
        # In English the unit may stand in words of its own, and the figure may be multiplied.
        is_alike = language == "en" and (
            fold_text(text).startswith(fold_text(figure)) or _says_value(str(text), target)
        )
        if not is_same and not is_alike and not _is_read_as(str(text), target):
            yield PdfDifference(
                kind="file-value", name=TABLE_FILE, row=f"{path}.value", before=text, after=parts
            )


def compare_csv(
    name: str, data: bytes, made: bytes, carried: Mapping[str, Any]
) -> Iterator[PdfDifference]:
    """Yield where a CSV file is not that of the spec, or not that of the table.json beside it.

    `made` is the file that this version makes of the spec; `carried` is the table.json, which is
    that of the spec.
    """
    before, after = _rows(made), _rows(data)
    columns = (
        _COLUMNS.get(name, ()) if "form" not in carried else tuple(before[0] if before else ())
    )
    derived = list(_derived_rows(carried)) if name == "indicators.csv" else [{}] * len(before)
    for column in after[0] if after else ():
        if not before or column not in before[0]:
            yield PdfDifference(kind="file-value", name=name, row=column, after=after[0][column])
    if len(before) != len(after):
        counts = str(len(before)), str(len(after))
        yield PdfDifference(kind="file-value", name=name, before=counts[0], after=counts[1])
    for number, (old, new, own) in enumerate(zip(before, after, derived, strict=False), start=1):
        # A language that table.json does not have, and the columns of all versions.
        kept = [column for column in new if column in old]
        expected = {column: old.get(column) for column in (*columns, *kept)} | own
        for column, value in expected.items():
            found = new.get(column)
            if fold_text(value) != fold_text(found):
                row = f"{number}, {column}"
                yield PdfDifference(
                    kind="file-value", name=name, row=row, before=value, after=found
                )


def _rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column; none if it is none, or a row has more or fewer cells."""
    try:
        header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        return [_record(list(zip(header, row, strict=True))) for row in rows]
    except (ValueError, csv.Error):
        return []


def _derived_rows(carried: Mapping[str, Any]) -> Iterator[dict[str, str | None]]:
    """The columns of indicators.csv that a version derives, where table.json has them."""
    languages = carried["languages"]
    lists = [goal.get("indicators", ()) for goal in carried.get("goals", ())]
    for indicators in (*lists, carried.get("indicators", ())):
        for indicator in indicators:
            target = indicator["target"]
            texts = {
                "level1": indicator["level1"], "level2": indicator["level2"],
                "target": target["text"], "unit": target.get("unit", {}),
            }  # fmt: skip
            row = {
                f"{column}_{language}": escape_formula(text.get(language, ""))
                for column, text in texts.items()
                for language in languages
            }
            row |= {
                column: escape_formula(target.get(column, ""))
                for column in ("operator", "value", "deadline")
            }
            yield dict(row)
