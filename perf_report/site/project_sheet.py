"""The sheet of all projects of a department and year, as a build made it, on the site.

It is made of the projects' tables alone, so that it is a page of the site and no disclosure of its
own: the ledger has its projects, each with its revisions, and the sheet says what they say now.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perf_report.errors import OutputError
from perf_report.messages import load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Language
from perf_report.outputs.manifest import Entry
from perf_report.outputs.spec_summary import SHEET, SHEET_DATA
from perf_report.site.built_files import count_pages, read_built_file
from perf_report.site.built_table import SiteTable
from perf_report.site.history import RecordFile
from perf_report.site.page_frame import PageFrame, department_steps
from perf_report.site.page_styles import collect_styles
from perf_report.site.paths import sheet_folder
from perf_report.site.record_files import SHEET_FILES, list_files
from perf_report.site.table_pages import table_body

_DATA, _ = SHEET_DATA

SheetEntries = Mapping[Identity, Mapping[str, Entry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSheet:
    """A sheet: its department and year, the first of its tables, and its files by name."""

    identity: Identity
    first: SiteTable
    files: Mapping[str, bytes]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it has a page in."""
        return tuple(each for each in LANGUAGES if _page_name(each) in self.files)


def read_sheets(
    folder: Path, sheets: SheetEntries, built_tables: Collection[SiteTable]
) -> Iterator[ProjectSheet]:
    """Yield the sheets of a department of which each project is on the site.

    One with a project that is not, since it waits for its day or is not to be disclosed, is on no
    page. Raises OutputError where a file is not as it was built.
    """
    by_identity = {built.identity: built for built in built_tables}
    for identity, entries in sorted(sheets.items()):
        members = _members(folder, identity, entries)
        if members and by_identity.keys() >= set(members):
            files = {
                name: read_built_file(folder, f"{identity}/{name}", entry)
                for name, entry in sorted(entries.items())
            }
            yield ProjectSheet(identity=identity, first=by_identity[members[0]], files=files)


def _members(folder: Path, identity: Identity, entries: Mapping[str, Entry]) -> list[Identity]:
    """The projects of a sheet, as its data say."""
    if _DATA not in entries:
        return []
    path = f"{identity}/{_DATA}"
    try:
        data = json.loads(read_built_file(folder, path, entries[_DATA]))
        return [
            Identity(identity.code, identity.year, str(each["project"]["code"]))
            for each in data["projects"]
        ]
    except (LookupError, TypeError, ValueError) as error:
        raise OutputError("output-altered", path=folder / path) from error


def make_sheet_pages(frame: PageFrame, sheet: ProjectSheet) -> dict[str, bytes]:
    """Return the page of a sheet in its languages, and its files beside it."""
    folder = sheet_folder(sheet.identity.code, sheet.identity.year)
    pages = {f"{folder}/{name}": data for name, data in sheet.files.items()}
    for language in sheet.languages:
        pages |= _sheet_page(frame, sheet, folder, language)
    return pages


def _sheet_page(
    frame: PageFrame, sheet: ProjectSheet, folder: str, language: Language
) -> dict[str, bytes]:
    catalogue = load_catalogue(language)
    name, code, year = sheet.first.name, sheet.identity.code, sheet.identity.year
    page = _page_name(language)
    body = table_body(sheet.files[page].decode(), page)
    return frame.render(
        "sheet.html.j2",
        f"{folder}/index.html",
        language,
        languages=sheet.languages,
        section="departments",
        title=frame.form_title(sheet.first.form, sheet.first.project, catalogue),
        name=name,
        year=year,
        steps=department_steps(name, code, catalogue),
        files=list_files(folder, _records(sheet), SHEET_FILES, catalogue),
        **collect_styles(body).variables,
    )


def _records(sheet: ProjectSheet) -> dict[str, RecordFile]:
    return {
        name: RecordFile(sha256="", size=len(data), pages=count_pages(name, data))
        for name, data in sheet.files.items()
    }


def _page_name(language: Language) -> str:
    return f"{SHEET}.{language}.html"
