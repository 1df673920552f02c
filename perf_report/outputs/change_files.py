"""Make the report of a table's changes since the previous year: HTML, PDF, Markdown, JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from perf_report.messages import load_catalogue
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.output_files import Output, changes_mode
from perf_report.outputs.pdf_attachments import (
    carried,
    printed_provenance,
    provenance_of,
    spec_file,
)
from perf_report.outputs.process_cache import localizer_of, open_printer, pages_of
from perf_report.outputs.table import Table
from perf_report.parse.document import parse_document
from perf_report.pdf.pdfa_metadata import Attachments
from perf_report.pdf.printer import NO_ATTACHMENTS
from perf_report.render.changes.json import render_json
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.markdown import render_markdown
from perf_report.render.changes.report import ChangeReport, Side, TableChanges
from perf_report.render.changes.view import build_changes_view
from perf_report.render.localized_text import Mode
from perf_report.render.provenance import PrintedProvenance


def make_changes(table: Table, output: Output, config: BuildConfig, identifier: str) -> bytes:
    """Return the bytes of a file of a table's changes. Raises RenderError if a template fails."""
    table = _with_distinct_names(table)
    changes = _compare(table, config)
    if output.format == "pdf":
        mode = changes_mode(table.plan.languages, config.changes_mode)
        edition = Edition(
            attachments=_attachments(table, changes),
            provenance=printed_provenance(table, config, localizer_of(mode)),
        )
        return render_changes_pdf([changes], mode, config, identifier, edition)
    return _MAKERS[output.format](changes, config)


def changes_title(table: Table, config: BuildConfig, mode: Mode) -> str:
    """Return the title of the report of a table's changes in a language mode."""
    return build_changes_view([_compare(table, config)], localizer_of(mode)).title


def _compare(table: Table, config: BuildConfig) -> TableChanges:
    sides = (_side(table.earlier) if table.earlier else None, _side(table))
    # No approvals: they are internal, and disclosed reports show all changes alike.
    return compare_sides(sides, config.policy, {})


def _attachments(table: Table, changes: TableChanges) -> Attachments:
    """The attachments of the PDF of changes: both specs, and the changes as data."""
    specs = [spec_file(each) for each in (table, table.earlier) if each is not None]
    data = carried("Data", "changes.json", "JSON", _make_json(changes))
    return Attachments(files=(*specs, data), provenance=provenance_of(table))


def _with_distinct_names(table: Table) -> Table:
    """The table with different file names of the two specs, since reports show no folders."""
    earlier = table.earlier
    if earlier is None or PurePath(earlier.source.name).name != PurePath(table.source.name).name:
        return table
    name = f"{earlier.plan.year}-{PurePath(earlier.source.name).name}"
    return replace(table, earlier=replace(earlier, source=replace(earlier.source, name=name)))


def render_changes_page(tables: Sequence[TableChanges], mode: Mode, config: BuildConfig) -> bytes:
    """Return the web page of the changes of tables."""
    view = build_changes_view(tables, localizer_of(mode))
    return pages_of(config).render_changes(view).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What only the PDF of a build has: attachments, and the provenance on its last page."""

    attachments: Attachments = NO_ATTACHMENTS
    provenance: PrintedProvenance | None = None


def render_changes_pdf(
    tables: Sequence[TableChanges],
    mode: Mode,
    config: BuildConfig,
    identifier: str,
    edition: Edition,
) -> bytes:
    """Return the PDF of the changes of tables; `identifier` is the identifier in its trailer."""
    view = build_changes_view(tables, localizer_of(mode))
    pages, printer = pages_of(config), open_printer(config.fonts)
    source = pages.render_paged_changes(view, edition.provenance)
    return printer.print_page(
        source, identifier.encode(), edition.attachments, is_ours=pages.uses_builtin_templates
    )


def _side(table: Table) -> Side:
    """A table as a side of a comparison, with the file name of its spec."""
    return Side(
        name=PurePath(table.source.name).name,
        plan=table.plan,
        vocabulary=table.vocabulary,
        document=parse_document(table.source),
    )


def _make_html(changes: TableChanges, config: BuildConfig) -> bytes:
    mode = changes_mode(changes.side.plan.languages, config.changes_mode)
    return render_changes_page([changes], mode, config)


def _make_markdown(changes: TableChanges, _config: BuildConfig | None = None) -> bytes:
    reports = (
        ChangeReport(tables=[changes], catalogue=load_catalogue(language))
        for language in changes.side.plan.languages
    )
    return "\n---\n\n".join(map(render_markdown, reports)).encode()


def _make_json(changes: TableChanges, _config: BuildConfig | None = None) -> bytes:
    # Its sentences are in Chinese.
    return render_json(ChangeReport(tables=[changes], catalogue=load_catalogue("zh"))).encode()


_MAKERS: dict[str, Callable[[TableChanges, BuildConfig], bytes]] = {
    "html": _make_html,
    "md": _make_markdown,
    "json": _make_json,
}
