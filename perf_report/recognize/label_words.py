"""Words that offices write beside the labels of forms, by the keys of labels."""

import re
from functools import cache

from perf_report.model.form import IndicatorColumn
from perf_report.parse.import_words import (
    read_column_labels,
    read_filling_words,
    read_other_labels,
)
from perf_report.recognize.cell_text import label_key


def other_words(key: str) -> frozenset[str]:
    """Return the keys of the labels that offices print in place of a form's."""
    return _others().get(key, frozenset())


@cache
def _others() -> dict[str, frozenset[str]]:
    return {label_key(own): frozenset(map(label_key, rest)) for own, *rest in read_other_labels()}


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
    return {kind: frozenset(words) for kind, words in read_filling_words().items()}


@cache
def _words() -> dict[str, frozenset[str]]:
    return {id_: frozenset(map(label_key, labels)) for id_, labels in read_column_labels().items()}
