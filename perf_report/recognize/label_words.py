"""Labels over the columns of indicators, beside those of the forms: `data/import/columns.yaml`."""

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


@cache
def _words() -> dict[str, frozenset[str]]:
    root = parse_document(read_source(resources.import_columns_path())).root
    data = cast("dict[str, Any]", root.value() if root else {})
    return {id_: frozenset(map(label_key, labels)) for id_, labels in data.items()}
