"""The inputs of a site, and the jobs that make it."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perf_report.errors import OutputError
from perf_report.model.identity import Identity
from perf_report.model.reserved_codes import SITE_NAMES
from perf_report.model.text import Text
from perf_report.outputs.build_config import BuildConfig, config_digest
from perf_report.outputs.manifest import Entry, Manifest
from perf_report.outputs.output_files import is_word_or_excel
from perf_report.site.built_files import (
    FileFacts,
    SpecFacts,
    group_entries,
    group_reports,
    group_sheets,
)
from perf_report.site.change_counts import CHANGES_DATA
from perf_report.site.department import DepartmentJob, PageConfig
from perf_report.site.history import Event, History, record_folder
from perf_report.site.imprint import Imprint, Logo
from perf_report.site.site_state import NO_PAGES, SiteState
from perf_report.site.table_summary import TableSummary

# The module whose code, and all that it imports, decides the pages of the site.
_MAKER = "perf_report.site.site_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInputs:
    """The inputs of a site: the folders of the build and of the site, and settings.

    `identities` are the tables that are to be on it; None means all that were built. `has_office`
    is whether files of Word and Excel are on it. `form_titles` are the titles of forms by id.
    """

    built: Path
    folder: Path
    config: BuildConfig
    title: Text
    licence: str
    identities: Collection[Identity] | None = None
    history: History = field(default_factory=History)
    has_search: bool = True
    has_office: bool = False
    form_titles: tuple[tuple[str, Text], ...] = ()
    imprint: Imprint = field(default_factory=Imprint)
    logo: Logo | None = None


def page_config_of(order: SiteInputs) -> PageConfig:
    """How the pages look, with a hash of all that decides it."""
    logo = order.logo.path if order.logo else ""
    decided = (config_digest(order.config, _MAKER), order.title, order.licence, order.has_search,
               bool(order.history.events), order.form_titles, order.imprint, logo)  # fmt: skip
    return PageConfig(
        templates=order.config.templates,
        title=order.title,
        address=order.config.address,
        has_search=order.has_search,
        has_ledger=bool(order.history.events),
        digest=hashlib.sha256(repr(decided).encode()).hexdigest(),
        form_titles=order.form_titles,
        imprint=order.imprint,
        logo=logo,
    )


def department_jobs(
    order: SiteInputs, manifest: Manifest, before: SiteState, page_config: PageConfig
) -> Iterator[DepartmentJob]:
    """Yield a job for each department that has or had a table."""
    built = _departments(order, manifest)
    sheets: dict[str, dict[Identity, dict[str, Entry]]] = {}
    for identity, entries in group_sheets(manifest.table_files).items():
        sheets.setdefault(identity.code, {})[identity] = entries
    reports: dict[str, dict[Identity, dict[str, Entry]]] = {}
    for identity, entries in group_reports(manifest.table_files).items():
        if order.identities is None or identity in order.identities:
            reports.setdefault(identity.code, {})[identity] = entries
    events: dict[str, list[Event]] = {}
    for event in order.history.announced():
        events.setdefault(event.department, []).append(event)
    for code in sorted(built.keys() | events.keys()):
        if code in SITE_NAMES:
            raise OutputError("site-reserved", code=code, names=", ".join(sorted(SITE_NAMES)))
        made = before.departments.get(code, NO_PAGES)
        yield DepartmentJob(
            code=code,
            folder=order.built,
            entries=built.get(code, {}),
            sheets=sheets.get(code, {}),
            reports=reports.get(code, {}),
            events=events.get(code, []),
            page_config=page_config,
            known=before.known,
            made=made.key if made is not NO_PAGES and made.is_intact(order.folder) else None,
            units=before.units.get(code, ()),
        )


def _departments(
    order: SiteInputs, manifest: Manifest
) -> dict[str, dict[Identity, dict[str, Entry]]]:
    """The built files of each department by table and name, of the tables that are wanted."""
    found: dict[str, dict[Identity, dict[str, Entry]]] = {}
    for identity, entries in group_entries(manifest.table_files).items():
        if order.identities is None or identity in order.identities:
            found.setdefault(identity.code, {})[identity] = {
                name: entry
                for name, entry in entries.items()
                if order.has_office or not is_word_or_excel(name)
            }
    return found


def record_links(
    order: SiteInputs, manifest: Manifest, tables: Sequence[TableSummary]
) -> tuple[dict[Path, Path], dict[str, str]]:
    """Return links from the folders of revisions to built files, and SHA-256 by path.

    Files that were disclosed and differ from the built ones get no link: they stay at the target.
    """
    links: dict[Path, Path] = {}
    digests: dict[str, str] = {}
    for table in tables:
        built = table.identity.folder
        for name, file in table.files.items():
            entry = manifest.files.get(f"{built}/{name}")
            if entry is not None and entry.sha256 == file.sha256:
                path = f"{record_folder(table.identity, table.revision)}/{name}"
                links[order.folder / path] = order.built / built / name
                digests[path] = file.sha256
    return links, digests


def file_facts(tables: Collection[TableSummary]) -> FileFacts:
    """Return what was found out about the files of tables."""
    counts = {
        file.sha256: file.pages
        for table in tables
        for file in table.files.values()
        if file.pages is not None
    }
    specs = {
        table.spec: SpecFacts(content=table.content, parent=table.parent)
        for table in tables
        if table.spec
    }
    changes = {
        table.files[CHANGES_DATA].sha256: table.changes
        for table in tables
        if table.changes is not None
    }
    return FileFacts(page_counts=counts, specs=specs, changes=changes)
