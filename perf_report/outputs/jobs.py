"""Make one file of a table: a pure function of a job, which any executor may run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.pdf_attachments import data_file, printed_provenance, table_attachments
from perf_report.outputs.process_cache import localizer_of, open_printer, pages_of
from perf_report.outputs.table import TABLES_KEPT, Table
from perf_report.pdf.pagination.page_break_estimate import Head
from perf_report.pdf.printer import Printable
from perf_report.render.html import form_strings
from perf_report.render.localized_text import MODES, Mode, TextRuns
from perf_report.render.page_geometry import GEOMETRIES
from perf_report.render.table_view import TableView, build_view


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
    return _MAKERS[job.output.format](job)


def _make_html(job: Job) -> bytes:
    view, form = _prepare(job)
    return pages_of(job.config).render_table(view, form=form).encode()


def _make_pdf(job: Job) -> bytes:
    (view, form), pages = _prepare(job), pages_of(job.config)
    provenance = printed_provenance(job.table, job.config, view.localizer)
    table = Printable(
        render=lambda breaks: pages.render_paged_table(
            view, form=form, breaks=breaks, provenance=provenance
        ),
        lines=view.lines,
        head=Head(
            goal=form["goal"],
            indicators=form["indicators"],
            columns=(form["level1"], form["level2"], form["level3"], form["target"]),
        ),
        geometry=GEOMETRIES[view.localizer.mode],
        is_ours=pages.uses_builtin_templates,
    )
    attachments = table_attachments(job.table)
    return open_printer(job.config.fonts).print_table(table, job.identifier.encode(), attachments)


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
}


def _prepare(job: Job) -> tuple[TableView, dict[str, TextRuns]]:
    """The view and the form's strings of a page."""
    if job.output.mode is None:
        raise AssertionError(f"{job.output.path} has no language mode")
    return _prepare_mode(job.table, job.output.mode)


@lru_cache(TABLES_KEPT * len(MODES))
def _prepare_mode(table: Table, mode: Mode) -> tuple[TableView, dict[str, TextRuns]]:
    """As `_prepare`; the web page and the PDF of a language mode share the result."""
    year = table.earlier.plan.year if table.earlier else None
    view = build_view(table.plan, table.vocabulary, localizer_of(mode), earlier=year)
    return view, form_strings(table.plan, view)


def warm_up(fonts: tuple[Path, ...]) -> None:
    """Load the PDF engine before the first job. Raises RenderError if it is missing."""
    open_printer(fonts)
