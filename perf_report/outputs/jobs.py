"""Make one file of a table: a pure function of a job, which any executor may run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.pdf_attachments import data_file, printed_provenance, table_attachments
from perf_report.outputs.process_cache import localizer_of, open_printer, pages_of
from perf_report.outputs.table import TABLES_KEPT, Table
from perf_report.pdf.pdfa_metadata import Attachments
from perf_report.pdf.printer import Printable
from perf_report.render.form_view import FormView, build_view
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import MODES, Mode
from perf_report.render.provenance import PrintedProvenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to make; `identifier` is the hash of its inputs, and the identifier of a PDF."""

    table: Table
    output: Output
    config: BuildConfig
    identifier: str


def make_output(job: Job) -> bytes:
    """Return the bytes of a job's file. Raises RenderError if a template fails."""
    if job.output.is_of_changes:
        # Slow to load, and not needed for a table without an earlier year.
        from perf_report.outputs.change_files import make_changes

        return make_changes(job.table, job.output, job.config, job.identifier)
    if job.output.is_office:
        return _make_office(job)
    return _MAKERS[job.output.format](job)


def _make_html(job: Job) -> bytes:
    return pages_of(job.config).render_table(view_of(job)).encode()


def _make_pdf(job: Job) -> bytes:
    view = view_of(job)
    provenance = printed_provenance(job.table, job.config, view.localizer)
    return _print(job, table_attachments(job.table), provenance)


def _make_office(job: Job) -> bytes:
    """The office's own paper: the whole plan, and nothing that says where it comes from."""
    whole = replace(job, table=job.table.whole)
    return _print(whole, Attachments(is_archival=False), None)


def _print(job: Job, attachments: Attachments, provenance: PrintedProvenance | None) -> bytes:
    """The PDF of a table; `provenance` is on its last page."""
    table = _printable(view_of(job), pages_of(job.config), provenance)
    return open_printer(job.config.fonts).print_table(table, job.identifier.encode(), attachments)


def _printable(
    view: FormView, pages: TemplateRenderer, provenance: PrintedProvenance | None
) -> Printable:
    def tighter() -> Printable | None:
        smaller = view.tighter()
        return _printable(smaller, pages, provenance) if smaller else None

    return Printable(
        render=lambda breaks: pages.render_paged_table(view, breaks=breaks, provenance=provenance),
        grids=view.grids,
        geometry=view.geometry,
        is_ours=pages.uses_builtin_templates,
        tighter=tighter if view.is_sheet else lambda: None,
    )


def _make_word_or_excel(job: Job) -> bytes:
    return write_view(view_of(job), job.table, job.output.format)


def write_view(view: FormView, table: Table, kind: Format) -> bytes:
    """Return the Word or Excel file of a table that prints a view."""
    # The libraries are an extra, and slow to load; a file needs one of them.
    if kind == "docx":
        from perf_report.office.write_docx.document import write_docx

        return write_docx(view, table.plan, table.main_source)
    from perf_report.office.write_xlsx.workbook import write_xlsx

    form = table.report.form if table.report else None
    return write_xlsx(view, table.plan, table.vocabulary, table.main_source, form)


def _make_data(job: Job) -> bytes:
    return data_file(job.table, job.output.name)


def _copy_spec(job: Job) -> bytes:
    return job.table.source.data


# Only changes have a file in Markdown.
_MAKERS: dict[Format, Callable[[Job], bytes]] = {
    "html": _make_html,
    "pdf": _make_pdf,
    "json": _make_data,
    "csv": _make_data,
    "yaml": _copy_spec,
    "docx": _make_word_or_excel,
    "xlsx": _make_word_or_excel,
}


def view_of(job: Job) -> FormView:
    """Return what a page of a job's table prints."""
    if job.output.mode is None:
        raise AssertionError(f"{job.output.path} has no language mode")
    return _view_in_mode(job.table, job.output.mode)


@lru_cache(TABLES_KEPT * len(MODES))
def _view_in_mode(table: Table, mode: Mode) -> FormView:
    """As `view_of`; the web page and the PDF of a language mode share the result."""
    year = table.earlier.plan.year if table.earlier else None
    members = [(each.plan, each.vocabulary) for each in table.members]
    return build_view(
        table.plan,
        table.vocabulary,
        localizer_of(mode),
        earlier=year,
        members=members,
        reported=table.reported,
    )


def warm_up(fonts: tuple[Path, ...]) -> None:
    """Load the PDF engine before the first job. Raises RenderError if it is missing."""
    open_printer(fonts)
