"""Words that offices write beside the labels of forms: `data/import/`."""

import re
from functools import cache
from typing import Any, cast

from perf_report import resources
from perf_report.model.form import IndicatorColumn
from perf_report.parse.document import parse_document
from perf_report.parse.source import read_source
from perf_report.recognize.cell_text import label_key


def other_words(key: str) -> frozenset[str]:
    """Return the keys of the labels that offices print in place of a form's."""
    return _others().get(key, frozenset())


@cache
def _others() -> dict[str, frozenset[str]]:
    root = parse_document(read_source(resources.import_labels_path())).root
    rows = cast("list[list[str]]", root.value() if root else [])
    return {label_key(own): frozenset(map(label_key, rest)) for own, *rest in rows}


def words_of(column: IndicatorColumn | None) -> frozenset[str]:
    """Return the keys of labels that a built-in column may have on any form."""
    return _words().get(column.value, frozenset()) if column else frozenset()


def filling_words(kind: str) -> frozenset[str]:
    """Return the words of a kind by which offices fill in tables, such as `totals`."""
    return _filling()[kind]


def horizon_words(horizon: str) -> frozenset[str]:
    """Return the keys of labels over the columns of a horizon."""
    return _filling().get(horizon, frozenset())


@cache
def goal_label() -> re.Pattern[str]:
    """Return the pattern of a cell that names a goal by its number: 目标2（续）."""
    words = "|".join(map(re.escape, sorted(filling_words("goals"), key=len, reverse=True)))
    return re.compile(rf"(?:{words})(?P<number>[0-9一二三四五六七八九十]{{1,3}})(?:\([^)]*\))?")


@cache
def _filling() -> dict[str, frozenset[str]]:
    root = parse_document(read_source(resources.import_words_path())).root
    data = cast("dict[str, Any]", root.value() if root else {})
    return {kind: frozenset(words) for kind, words in data.items()}


@cache
def _words() -> dict[str, frozenset[str]]:
    root = parse_document(read_source(resources.import_columns_path())).root
    data = cast("dict[str, Any]", root.value() if root else {})
    return {id_: frozenset(map(label_key, labels)) for id_, labels in data.items()}
