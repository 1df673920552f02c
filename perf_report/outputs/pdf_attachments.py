"""The files attached to a PDF: its spec, and its content as data."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePath

from perf_report import __version__
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.spec_summary import table_folder
from perf_report.outputs.table import TABLES_KEPT, Table
from perf_report.pdf.pdfa_metadata import Attachments, EmbeddedFile, Provenance
from perf_report.render import table_data
from perf_report.render.localized_text import Localizer
from perf_report.render.provenance import PrintedProvenance, print_provenance

MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".json": "application/json",
    ".csv": "text/csv",
}

# What a PDF says of the program that made it; `verify` makes it again only by the same one.
TOOL = f"perf-report {__version__}"


def table_attachments(table: Table) -> Attachments:
    """What the PDF of a table carries: its spec, and the table as data."""
    said = (carried("Data", name, _kind(name), data_file(table, name)) for name in _DATA_FILES)
    return Attachments(files=(spec_file(table), *said), provenance=provenance_of(table))


def provenance_of(table: Table) -> Provenance:
    """By what a PDF of a table can be held against its spec."""
    return Provenance(source=table.digest, tool=TOOL)


def printed_provenance(
    table: Table, config: BuildConfig, localizer: Localizer
) -> PrintedProvenance:
    """What the last page says of where a table's PDF comes from and where it is disclosed."""
    base = config.address.rstrip("/")
    address = f"{base}/{table_folder(table.plan.department.code, table.plan.year)}/" if base else ""
    return print_provenance(table.digest, address, localizer)


def spec_file(table: Table) -> EmbeddedFile:
    """The spec of a table, by its name alone."""
    path = PurePath(table.source.name)
    name = path.name if path.suffix in MEDIA_TYPES else f"{path.name}.yaml"
    description = f"{table.plan.department.code} {table.plan.year}"
    return carried("Source", name, description, table.source.data)


def carried(relationship: str, name: str, description: str, content: bytes) -> EmbeddedFile:
    """A file to carry; its type goes by the ending of its name."""
    return EmbeddedFile(
        name=name,
        media_type=MEDIA_TYPES[PurePath(name).suffix],
        relationship="Source" if relationship == "Source" else "Data",
        description=description,
        data=content,
    )


_DATA_FILES: Mapping[str, Callable[[Table], bytes]] = {
    "table.json": lambda table: table_data.render_json(table.plan, table.vocabulary),
    "funds.csv": lambda table: table_data.render_funds_csv(table.plan),
    "goals.csv": lambda table: table_data.render_goals_csv(table.plan),
    "indicators.csv": lambda table: table_data.render_indicators_csv(table.plan, table.vocabulary),
}


@lru_cache(TABLES_KEPT * len(_DATA_FILES))
def data_file(table: Table, name: str) -> bytes:
    """What a table says as data; its PDFs carry it, and it is an output of its own."""
    return _DATA_FILES[name](table)


def _kind(name: str) -> str:
    return PurePath(name).suffix[1:].upper()
