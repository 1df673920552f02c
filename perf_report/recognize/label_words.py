"""Labels over the columns of indicators, beside those of the forms: `data/import/columns.yaml`."""

from functools import cache
from typing import Any, cast

from perf_report import resources
from perf_report.model.form import IndicatorColumn
from perf_report.parse.document import parse_document
from perf_report.parse.source import read_source
from perf_report.recognize.cell_text import label_key


def words_of(column: IndicatorColumn | None) -> frozenset[str]:
    """Return the keys of labels that a built-in column may have on any form."""
    return _words().get(column.value, frozenset()) if column else frozenset()


@cache
def _words() -> dict[str, frozenset[str]]:
    root = parse_document(read_source(resources.import_columns_path())).root
    data = cast("dict[str, Any]", root.value() if root else {})
    return {id_: frozenset(map(label_key, labels)) for id_, labels in data.items()}
