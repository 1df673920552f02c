"""The verdict on a PDF of an earlier version, by its data and its words."""

import json
import re
from typing import Any

from perf_report import __version__, resources
from perf_report.app.verify.remake import is_of_changes, possible_modes
from perf_report.outputs.pdf_attachments import data_file
from perf_report.outputs.table import Table
from perf_report.pdf_inspect.carried_data import (
    CSV_FILES,
    TABLE_FILE,
    compare_csv,
    compare_table,
    parse_table,
)
from perf_report.pdf_inspect.differences import PdfDifference
from perf_report.pdf_inspect.pdf_document import PdfDocument
from perf_report.pdf_inspect.printed_table import Labels, compare_print

_TOOL = re.compile(r"perf-report (\d{1,4})\.(\d{1,4})\.(\d{1,4})")


def is_earlier_version(tool: str) -> bool:
    """Whether a program is an earlier version of this one."""
    found, own = _TOOL.fullmatch(tool), _TOOL.match(f"perf-report {__version__}")
    if own is None:
        raise AssertionError(__version__)
    return found is not None and _numbers(found) < _numbers(own)


def _numbers(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, version.groups()))


def judge_by_data(found: PdfDocument, table: Table) -> tuple[str, list[PdfDifference]]:
    """Return a reason why it cannot be told, or none, and the differences.

    The carried files are compared with the spec and with each other, then the words of each cell
    with them. The labels are those that the form had in the first version of table.json; there is
    no list of the labels of a report of changes.
    """
    if is_of_changes(found.info):
        return "other-version", []
    try:
        return _compare_data(found, table)
    # Whoever changes a file may put anything anywhere.
    except (AttributeError, LookupError, TypeError, ValueError):
        return "", [PdfDifference(kind="file", name=TABLE_FILE)]


def _compare_data(found: PdfDocument, table: Table) -> tuple[str, list[PdfDifference]]:
    files = {file.name: file.data for file in found.info.files}
    missing = [PdfDifference(kind="file-missing", name=name)
               for name in (TABLE_FILE, *CSV_FILES) if name not in files]  # fmt: skip
    if missing:
        return "", missing
    made: dict[str, Any] = json.loads(data_file(table, TABLE_FILE))
    carried = parse_table(files[TABLE_FILE])
    if carried is None:
        return "", [PdfDifference(kind="file", name=TABLE_FILE)]
    labels = _labels(carried.get("version"))
    if labels is None:
        return "other-version", []
    differences = list(compare_table(made, carried))
    # Words are compared with the data of the file only where these are those of the spec.
    if not differences:
        for name in CSV_FILES:
            differences += compare_csv(name, files[name], data_file(table, name), carried)
        modes = possible_modes(found, table)
        printed = [list(compare_print(found.structure, carried, labels, mode)) for mode in modes]
        closest = min(printed, key=len)
        differences += closest
    doubt = "no-printed-hash" if found.printed is None else ""
    return doubt, differences


def _labels(version: object) -> Labels | None:
    """The labels of the form that belongs to a version of table.json, if it is known.

    They are kept as they were printed, whatever the form prints now.
    """
    path = resources.printed_labels_path() / f"{version}.json"
    if not isinstance(version, int) or not path.is_file():
        return None
    labels: Labels = json.loads(path.read_text("utf-8"))
    return labels
