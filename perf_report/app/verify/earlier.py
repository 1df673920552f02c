"""The verdict on a PDF of an earlier version, by its data and its words.

What it has beside them is what some version gives a table: files, metadata, bookmarks, and the
entries of its objects. It may have fewer.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from perf_report import resources
from perf_report.app.verify.remake import (
    VerifySetup,
    is_of_changes,
    is_of_report,
    possible_modes,
)
from perf_report.model.form_data_files import data_file_names
from perf_report.outputs.pdf_attachments import TOOL, data_file, table_attachments
from perf_report.outputs.table import Table
from perf_report.pdf_inspect.carried_data import (
    TABLE_FILE,
    compare_csv,
    compare_table,
    parse_table,
)
from perf_report.pdf_inspect.differences import PdfDifference, compare_descriptions
from perf_report.pdf_inspect.metadata import described_extensions
from perf_report.pdf_inspect.pdf_document import PdfDocument
from perf_report.pdf_inspect.printed_table import Labels, PrintedTable, compare_print
from perf_report.render.localized_text import TAGS, mode_languages

# What every version writes into the metadata.
_SAME = {
    "pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1",
    "xmp:CreatorTool": "perf-report", "info:Creator": "perf-report",
}  # fmt: skip

# What differs from paper to paper, or is compared by itself.
_APART = frozenset({"proof:source", "proof:tool"})

# The layout engine of every version.
_PRODUCER = re.compile(r"WeasyPrint [0-9.]{1,12}")

_TOOL = re.compile(r"perf-report (\d{1,4})\.(\d{1,4})\.(\d{1,4})")


def is_earlier_version(tool: str) -> bool:
    """Whether a program is an earlier version of this one."""
    found, own = _TOOL.fullmatch(tool), _TOOL.match(TOOL)
    if own is None:
        raise AssertionError(TOOL)
    return found is not None and _numbers(found) < _numbers(own)


def _numbers(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, version.groups()))


def judge_by_data(
    found: PdfDocument, table: Table, setup: VerifySetup
) -> tuple[str, list[PdfDifference]]:
    """Return a reason why it cannot be told, or none, and the differences.

    The carried files are compared with the spec and with each other, then the words of each cell
    with them. The labels are those that the form had in the first version of table.json; there is
    no list of the labels of reports, nor of those of other forms.
    """
    if is_of_changes(found.info) or is_of_report(found.info):
        return "other-version", []
    try:
        return _compare_data(found, table, setup)
    # Whoever changes a file may put anything anywhere.
    except (AttributeError, LookupError, TypeError, ValueError):
        return "", [PdfDifference(kind="file", name=TABLE_FILE)]


def _compare_data(
    found: PdfDocument, table: Table, setup: VerifySetup
) -> tuple[str, list[PdfDifference]]:
    files = {file.name: file.data for file in found.info.files}
    names = data_file_names(table.vocabulary.form)
    missing = [PdfDifference(kind="file-missing", name=name)
               for name in names if name not in files]  # fmt: skip
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
        for name in names:
            if name != TABLE_FILE:
                differences += compare_csv(name, files[name], data_file(table, name), carried)
    if not table.vocabulary.form.is_default:
        # How earlier versions printed other forms is not kept.
        return "other-form", [*differences, *_added(found, table)]
    if not differences:
        modes = possible_modes(found, table)
        papers = [PrintedTable(carried=carried, labels=labels, mode=mode) for mode in modes]
        said: list[list[PdfDifference]] = [
            [*compare_print(found.structure, paper), *_beside(found, paper, setup)]
            for paper in papers
        ]
        closest = min(said, key=len)
        differences += closest
    doubt = "no-printed-hash" if found.printed is None else ""
    return doubt, [*differences, *_added(found, table)]


def _added(found: PdfDocument, table: Table) -> Iterator[PdfDifference]:
    """The files, and the entries of objects, that no table of ours has."""
    made = {file.name: file for file in table_attachments(table).files}
    for file in found.info.files:
        if file.name in made:
            yield from compare_descriptions(made[file.name], file)
        else:
            yield PdfDifference(kind="file-added", name=file.name)
    for name in found.unknown_entries:
        yield PdfDifference(kind="entry", name=name)


def _beside(found: PdfDocument, paper: PrintedTable, setup: VerifySetup) -> Iterator[PdfDifference]:
    """The metadata and bookmarks that a table does not have.

    A project's own template decides on its title, description and bookmarks.
    """
    if len(setup.config.templates) > 1:
        return
    expected = _properties(found, paper)
    for name, value in found.info.properties.items():
        if name not in _APART and value != expected.get(name):
            yield PdfDifference(kind="property", name=name, before=expected.get(name), after=value)
    titles = set(paper.bookmarks())
    for title in found.bookmarks:
        if title not in titles:
            yield PdfDifference(kind="entry", name=f"/Outlines {title}", after=title)


def _properties(found: PdfDocument, paper: PrintedTable) -> dict[str, str]:
    """The metadata of a table; the information dictionary says the same as the packet."""
    language = TAGS[mode_languages(paper.mode)[0]]
    published = paper.carried.get("published", "")
    producer = _PRODUCER.fullmatch(found.info.properties.get("pdf:Producer", ""))
    packet = {
        "Title": ("dc:title", paper.title),
        "Author": ("dc:creator", paper.creator),
        "Subject": ("dc:description", paper.description),
        "Producer": ("pdf:Producer", producer[0] if producer else "WeasyPrint"),
    }
    return {
        **_SAME,
        **described_extensions(),
        **dict(packet.values()),
        **{f"info:{name}": value for name, (_, value) in packet.items()},
        "dc:language": language,
        "lang": language,
        "xmp:CreateDate": published,
        "info:CreationDate": f"D:{published.replace('-', '')}",
    }


def _labels(version: object) -> Labels | None:
    """The labels of the form that belongs to a version of table.json, if it is known.

    They are kept as they were printed, whatever the form prints now.
    """
    path = resources.printed_labels_path() / f"{version}.json"
    if not isinstance(version, int) or not path.is_file():
        return None
    labels: Labels = json.loads(path.read_text("utf-8"))
    return labels
