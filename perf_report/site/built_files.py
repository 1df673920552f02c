"""Read built tables back from the files of a build, each compared with the manifest."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from perf_report.errors import OutputError
from perf_report.model.content_digest import content_digest
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.outputs.manifest import Entry
from perf_report.outputs.output_files import SPEC, is_of_sheet, is_of_table
from perf_report.outputs.results_file import known_kinds
from perf_report.outputs.spec_summary import document_of
from perf_report.outputs.written_content import written_plan
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.render.results import result_rows
from perf_report.site.built_report import SiteReport, parse_site_report
from perf_report.site.built_table import SiteTable, parse_site_table
from perf_report.site.change_counts import CHANGES_DATA, ChangeCounts
from perf_report.site.history import RecordFile

# The file in a table's folder that the site reads.
DATA = "table.json"

# What reading data of another shape raises.
_NOT_OURS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFacts:
    """What the built copy of a spec says beside its table's data.

    `content` is the digest of what its author wrote, `parent` the department it is a unit of.
    """

    content: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What an earlier run found out about files, by their SHA-256.

    `page_counts` are those of PDFs; `specs` are of tables that are to be disclosed; `changes` are
    of reports of changes.
    """

    page_counts: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, ChangeCounts] = field(default_factory=dict)
    specs: Mapping[str, SpecFacts] = field(default_factory=dict)


def group_entries(files: Mapping[str, Entry]) -> dict[Identity, dict[str, Entry]]:
    """Return the files of a manifest by table and by name.

    A sheet of all projects of a department belongs to no table, and a report is one of its own.
    """
    return _group((path, entry) for path, entry in files.items() if is_of_table(path))


def group_sheets(files: Mapping[str, Entry]) -> dict[Identity, dict[str, Entry]]:
    """Return the files of sheets of projects by department and year, and by name."""
    return _group((path, entry) for path, entry in files.items() if is_of_sheet(path))


def group_reports(files: Mapping[str, Entry]) -> dict[Identity, dict[str, Entry]]:
    """Return the files of reports by the report and by name."""
    groups: dict[Identity, dict[str, Entry]] = {}
    for identity, entries in _group(files.items()).items():
        for name, entry in entries.items():
            report = document_of(name)
            if report and not is_of_sheet(name):
                groups.setdefault(identity.with_report(report), {})[name] = entry
    return groups


def _group(files: Iterable[tuple[str, Entry]]) -> dict[Identity, dict[str, Entry]]:
    groups: dict[Identity, dict[str, Entry]] = {}
    for path, entry in files:
        code, year, *project, name = PurePosixPath(path).parts
        groups.setdefault(Identity(code, int(year), *project), {})[name] = entry
    return dict(sorted(groups.items()))


def read_built_file(folder: Path, path: str, entry: Entry) -> bytes:
    """Return a file of the output folder. Raises OutputError unless it is as built."""
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError("output-unreadable", path=folder / path, reason=reason) from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise OutputError("output-altered", path=folder / path)
    return data


def read_site_table(
    folder: Path,
    identity: Identity,
    entries: Mapping[str, Entry],
    known: FileFacts,
    reports: Sequence[SiteReport] = (),
) -> SiteTable | None:
    """Return a table of the output folder; `known` are facts of an earlier run.

    `reports` are those on it.

    None for a table that its spec says is not to be disclosed. Raises OutputError where its data is
    missing, is not as it was built, or is that of another table.
    """
    for name in (DATA, SPEC):
        if name not in entries:
            raise OutputError("output-incomplete", identity=str(identity), name=name)
    spec = _spec_facts(folder, f"{identity}/{SPEC}", entries[SPEC], known)
    if spec is None:
        return None
    path = f"{identity}/{DATA}"
    data = read_built_file(folder, path, entries[DATA])
    files = dict(_record_files(folder, identity, entries, known))
    changes = _change_counts(folder, identity, entries, known)
    try:
        record = json.loads(data)
        table = parse_site_table(record, files, spec.content, spec.parent, changes)
        by_id = {report.identity.report: report.data for report in reports}
        results = tuple(result_rows(record, by_id, known_kinds()))
    except _NOT_OURS as error:
        raise OutputError("output-altered", path=folder / path) from error
    if table.identity != identity:
        raise OutputError("output-altered", path=folder / path)
    return replace(table, reports=tuple(reports), results=results)


def read_site_report(
    folder: Path, identity: Identity, entries: Mapping[str, Entry], known: FileFacts
) -> SiteReport:
    """Return a report of the output folder; `known` are facts of an earlier run.

    Raises OutputError where its data are missing, or are not as they were built.
    """
    name = f"{identity.report}.json"
    if name not in entries:
        raise OutputError("output-incomplete", identity=str(identity), name=name)
    path = f"{identity.folder}/{name}"
    data = read_built_file(folder, path, entries[name])
    files = dict(_record_files(folder, identity, entries, known))
    try:
        report = parse_site_report(json.loads(data), files)
    except _NOT_OURS as error:
        raise OutputError("output-altered", path=folder / path) from error
    if report.identity != identity:
        raise OutputError("output-altered", path=folder / path)
    return report


def _change_counts(
    folder: Path, identity: Identity, entries: Mapping[str, Entry], known: FileFacts
) -> ChangeCounts | None:
    """The counts of a table's changes; None if it is compared with no other."""
    entry = entries.get(CHANGES_DATA)
    if entry is None:
        return None
    if entry.sha256 in known.changes:
        return known.changes[entry.sha256]
    path = f"{identity}/{CHANGES_DATA}"
    try:
        return ChangeCounts.from_json(read_built_file(folder, path, entry))
    except _NOT_OURS as error:
        raise OutputError("output-altered", path=folder / path) from error


def _record_files(
    folder: Path, identity: Identity, entries: Mapping[str, Entry], known: FileFacts
) -> Iterator[tuple[str, RecordFile]]:
    """The files of a table by name, PDFs with their pages."""
    for name, entry in sorted(entries.items()):
        pages = _pages(folder / identity.folder / name, entry, known.page_counts)
        yield name, RecordFile(sha256=entry.sha256, size=entry.size, pages=pages)


def _spec_facts(folder: Path, path: str, entry: Entry, known: FileFacts) -> SpecFacts | None:
    """What is known of a built spec, or is read of it; None if it is not to be disclosed."""
    return known.specs.get(entry.sha256) or _read_spec(folder, path, entry)


# A publication reads its tables twice: to decide, and to make the pages.
@lru_cache(maxsize=1_000)
def _read_spec(folder: Path, path: str, entry: Entry) -> SpecFacts | None:
    plan = written_plan(Source(name=path, data=read_built_file(folder, path, entry)))
    if plan is None:
        raise OutputError("output-outdated", path=folder / path)
    if not plan.disclose:
        return None
    return SpecFacts(content=content_digest(plan), parent=plan.department.parent or "")


def _pages(path: Path, entry: Entry, known: Mapping[str, int]) -> int | None:
    if path.suffix != ".pdf":
        return None
    if entry.sha256 in known:
        return known[entry.sha256]
    return count_pages(path.name, path.read_bytes())


def count_pages(name: str, data: bytes) -> int | None:
    """Return how many pages a PDF has; None for another file."""
    if not name.endswith(".pdf"):
        return None
    with open_pdf(Source(name=name, data=data)) as opened:
        return len(opened.pdf.pages)
