"""Words that offices write beside the labels of forms, as data: `data/import/`."""

from pathlib import Path
from typing import Any, cast

from perf_report import resources
from perf_report.parse.document import parse_document
from perf_report.parse.source import read_source


def read_other_labels() -> list[list[str]]:
    """Return rows of labels: that of a form, and those that offices print in its place."""
    return cast("list[list[str]]", _read(resources.import_labels_path()) or [])


def read_filling_words() -> dict[str, Any]:
    """Return the words by which offices fill in tables, by kind."""
    return cast("dict[str, Any]", _read(resources.import_words_path()) or {})


def read_column_labels() -> dict[str, Any]:
    """Return the labels of built-in columns, by their ids."""
    return cast("dict[str, Any]", _read(resources.import_columns_path()) or {})


def _read(path: Path) -> object:
    root = parse_document(read_source(path)).root
    return root.value() if root else None
