"""The files attached to a PDF: its spec, and its content as data."""

from functools import lru_cache
from pathlib import PurePath

from perf_report import __version__
from perf_report.model.form_data_files import data_file_names
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.spec_summary import SHEET, SHEET_DATA, report_data
from perf_report.outputs.table import TABLES_KEPT, Table, TableReport
from perf_report.pdf.pdfa_metadata import Attachments, EmbeddedFile, Provenance
from perf_report.render.localized_text import Localizer
from perf_report.render.provenance import PrintedProvenance, print_provenance
from perf_report.render.report_data import render_report_file
from perf_report.render.sheet_data import render_sheet_file
from perf_report.render.table_csv import render_data_file

MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".json": "application/json",
    ".csv": "text/csv",
}

# The program in a PDF's provenance; `verify` makes a PDF again only by the same one.
TOOL = f"perf-report {__version__}"


def table_attachments(table: Table) -> Attachments:
    """Return the attachments of a table's PDF: its spec, and the table as data.

    A sheet of projects has the specs of all of them, and a report that of its plan behind its own.
    """
    said = (carried("Data", name, _kind(name), data_file(table, name)) for name in _data(table))
    specs = map(spec_file, table.members or (table,))
    report = [_report_file(table, table.report)] if table.report else []
    return Attachments(files=(*report, *specs, *said), provenance=provenance_of(table))


def _data(table: Table) -> tuple[str, ...]:
    """The names of the data files of what is printed."""
    if table.members:
        return SHEET_DATA
    if table.report:
        return report_data(table.report.report.id)
    return data_file_names(table.vocabulary.form)


def provenance_of(table: Table) -> Provenance:
    """Return the provenance of a table's PDF: the hash of its spec, and this program."""
    return Provenance(source=table.digest, tool=TOOL)


def printed_provenance(
    table: Table, config: BuildConfig, localizer: Localizer
) -> PrintedProvenance:
    """Return the provenance on the last page: the hash of the spec, and the URL of the table."""
    base = config.address.rstrip("/")
    address = f"{base}/{address_folder(table)}/" if base else ""
    return print_provenance(table.digest, address, localizer)


def address_folder(table: Table) -> str:
    """Return the folder below the site's address that is the address of a table, or a sheet."""
    identity = table.plan.identity
    return f"{identity.of_department}/{SHEET}" if table.members else str(identity)


def spec_file(table: Table) -> EmbeddedFile:
    """Return the spec of a table as an attachment."""
    path = PurePath(table.source.name)
    name = path.name if path.suffix in MEDIA_TYPES else f"{path.name}.yaml"
    description = " ".join(str(table.plan.identity).split("/"))
    return carried("Source", name, description, table.source.data)


def _report_file(table: Table, report: TableReport) -> EmbeddedFile:
    """Return the file of a report as an attachment; no spec beside it has its name."""
    path = PurePath(report.source.name)
    name = path.name if path.suffix in MEDIA_TYPES else f"{path.name}.yaml"
    if name == spec_file(table).name:
        name = f"{report.report.id}-{name}"
    description = " ".join((*str(table.plan.identity).split("/"), report.report.id))
    return carried("Source", name, description, report.source.data)


def carried(relationship: str, name: str, description: str, content: bytes) -> EmbeddedFile:
    """Return an attachment; its media type is by the suffix of its name."""
    return EmbeddedFile(
        name=name,
        media_type=MEDIA_TYPES[PurePath(name).suffix],
        relationship="Source" if relationship == "Source" else "Data",
        description=description,
        data=content,
    )


# More than the data files of any built-in form.
_FILES_KEPT = 12


@lru_cache(TABLES_KEPT * _FILES_KEPT)
def data_file(table: Table, name: str) -> bytes:
    """Return a data file of a table, which is an output and an attachment of its PDFs."""
    if table.reported:
        return render_report_file(name, table.plan, table.vocabulary, table.reported)
    if table.members:
        return render_sheet_file(name, [(each.plan, each.vocabulary) for each in table.members])
    return render_data_file(name, table.plan, table.vocabulary)


def _kind(name: str) -> str:
    return PurePath(name).suffix[1:].upper()
