"""The files of a record with labels, languages and sizes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from perf_report.messages import Catalogue
from perf_report.site.history import RecordFile

# By name: what a file is and, where it is in one language, which (BCP 47).
TABLE_FILES = {
    "table.zh.pdf": ("file-table-zh", "zh-CN"),
    "table.en.pdf": ("file-table-en", "en"),
    "table.zh-en.pdf": ("file-table-both", ""),
    "table.zh.html": ("file-table-zh", "zh-CN"),
    "table.en.html": ("file-table-en", "en"),
    "table.zh-en.html": ("file-table-both", ""),
    "table.zh.docx": ("file-table-zh", "zh-CN"),
    "table.en.docx": ("file-table-en", "en"),
    "table.zh-en.docx": ("file-table-both", ""),
    "table.zh.xlsx": ("file-table-zh", "zh-CN"),
    "table.en.xlsx": ("file-table-en", "en"),
    "table.zh-en.xlsx": ("file-table-both", ""),
    "funds.csv": ("file-funds", ""),
    "goals.csv": ("file-goals", ""),
    "indicators.csv": ("file-indicators", ""),
    "fields.csv": ("file-fields", ""),
    "table.json": ("file-data", ""),
    "spec.yaml": ("file-source", ""),
}
CHANGES_FILES = {
    "changes.html": ("file-changes", ""),
    "changes.pdf": ("file-changes", ""),
    "changes.md": ("file-changes", ""),
    "changes.json": ("file-changes-data", ""),
}
# What a correction adds: what the diff found between it and the revision before.
CORRECTION_FILES = {
    "correction.html": ("file-correction", ""),
    "correction.md": ("file-correction", ""),
    "correction.json": ("file-correction-data", ""),
}
# The files of a sheet of projects.
SHEET_FILES = {
    "projects.zh.pdf": ("file-table-zh", "zh-CN"),
    "projects.en.pdf": ("file-table-en", "en"),
    "projects.zh-en.pdf": ("file-table-both", ""),
    "projects.zh.html": ("file-table-zh", "zh-CN"),
    "projects.en.html": ("file-table-en", "en"),
    "projects.zh-en.html": ("file-table-both", ""),
    "projects.csv": ("file-indicators", ""),
    "projects.json": ("file-data", ""),
}
# The language modes of a report, with the label and the language of its files.
_MODES = (
    ("zh", "file-report-zh", "zh-CN"),
    ("en", "file-report-en", "en"),
    ("zh-en", "file-report-both", ""),
)
_ALL = {**TABLE_FILES, **CHANGES_FILES, **CORRECTION_FILES}
_KINDS = {"md": "Markdown", "docx": "Word", "xlsx": "Excel"}

# A form's own small tables are files of this ending, with names that no list has.
_PART = ".csv"

FileLabels = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file to link to: its path from the site's root, what it is, its form, size and pages."""

    path: str
    name: str
    label: str
    kind: str
    lang: str
    size: int
    pages: int | None


def list_files(
    folder: str, files: Mapping[str, RecordFile], labels: FileLabels, catalogue: Catalogue
) -> list[FileEntry]:
    """Return those of the labelled files that exist, in the order of the labels."""
    return [
        FileEntry(
            path=f"{folder}/{name}",
            name=name,
            label=catalogue.format("site", label, name=name),
            kind=_kind(name),
            lang=lang,
            size=files[name].size,
            pages=files[name].pages,
        )
        for name, (label, lang) in labels.items()
        if name in files
    ]


def report_labels(report: str) -> FileLabels:
    """Return the labels of the files of a report, by its id."""
    printed = {
        f"{report}.{mode}.{suffix}": (label, lang)
        for suffix in ("pdf", "html", "docx", "xlsx")
        for mode, label, lang in _MODES
    }
    data = {f"{report}.csv": ("file-results", ""), f"{report}.json": ("file-report-data", "")}
    return {**printed, **data}


def table_labels(files: Iterable[str]) -> FileLabels:
    """Return the labels of a table's files, those of its form's own small tables included."""
    return {**TABLE_FILES, **_own_labels(files)}


def _own_labels(files: Iterable[str]) -> dict[str, tuple[str, str]]:
    parts = (name for name in sorted(files) if name.endswith(_PART) and name not in _ALL)
    return dict.fromkeys(parts, ("file-part", ""))


def list_all_files(
    folder: str, files: Mapping[str, RecordFile], catalogue: Catalogue, report: str = ""
) -> list[FileEntry]:
    """Return all files of a record: that of a table, or of a report on it."""
    own = report_labels(report) if report else _own_labels(files)
    labels = {**own, **CORRECTION_FILES} if report else {**_ALL, **own}
    return list_files(folder, files, labels, catalogue)


def _kind(name: str) -> str:
    suffix = PurePosixPath(name).suffix.removeprefix(".")
    return _KINDS.get(suffix, suffix.upper())


def media_types(files: Sequence[FileEntry]) -> Iterator[tuple[FileEntry, str]]:
    """Yield files with their media types."""
    return ((file, _MEDIA_TYPES[file.kind]) for file in files)


_MEDIA_TYPES = {
    "PDF": "application/pdf",
    "HTML": "text/html",
    "CSV": "text/csv",
    "JSON": "application/json",
    "YAML": "application/yaml",
    "Markdown": "text/markdown",
    "Word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
