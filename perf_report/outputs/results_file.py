"""Keep `results.csv` up to date, the one file of an output folder that is of all its tables.

It is made from the data of tables and reports as they were built. What it says of a table is made
again only if that has changed, so that a build of one table among thousands reads one.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from perf_report import __version__
from perf_report.model.form_data_files import TABLE
from perf_report.outputs.build_config import TABLE_MAKER
from perf_report.outputs.input_fingerprints import SharedInputs, digest_of, output_identifier
from perf_report.outputs.manifest import Entry
from perf_report.outputs.output_files import Output
from perf_report.outputs.output_folder import OutputFolder
from perf_report.outputs.source_digest import source_digest
from perf_report.outputs.spec_summary import SHEET, document_of
from perf_report.outputs.up_to_date import PlannedFile, UpToDateCheck
from perf_report.render.results import RESULTS, RESULTS_COLUMNS, Row, result_rows
from perf_report.render.table_csv import DataTable, write_csv

# The module whose code, and all that it imports, decides the rows of a table.
_MAKER = "perf_report.render.results"
# The name of an input: this, and the folder of the table.
_OF_TABLE = "table:"


def plan_results(folder: OutputFolder, check: UpToDateCheck, *, force: bool) -> PlannedFile | None:
    """Return whether the file is to be made and why; None if there are no data to make it from."""
    own = {
        f"{_OF_TABLE}{name}": _digest(files)
        for name, files in _data_by_folder(folder.manifest.files)
    }
    if not own:
        return None
    output = Output(format="csv", path=RESULTS)
    makers = {"perf-report": __version__}
    inputs = {"tool": source_digest(TABLE_MAKER, _MAKER), "library:perf-report": __version__}
    shared = SharedInputs(id=digest_of(inputs), inputs=inputs, makers=makers)
    identifier = output_identifier(output, shared, own)
    planned = PlannedFile(output=output, identifier=identifier, shared=shared, own=own)
    return check.explain(planned, force=force)


def make_results(planned: PlannedFile, folder: OutputFolder) -> bytes:
    """Return the file; rows of tables that have not changed are those that it has."""
    known = _known_rows(planned, folder)
    rows: list[Row] = []
    for name, files in _data_by_folder(folder.manifest.files):
        rows += known.get(name) or _read_rows(folder.path, files)
    return write_csv(DataTable(header=RESULTS_COLUMNS, rows=rows))


def _data_by_folder(files: Mapping[str, Entry]) -> Iterator[tuple[str, dict[str, Entry]]]:
    """The data of tables and of reports on them by path, table by table."""
    folders: dict[str, dict[str, Entry]] = {}
    for path in sorted(filter(_is_data, files)):
        folders.setdefault(path.rpartition("/")[0], {})[path] = files[path]
    for name, found in sorted(folders.items()):
        # A build of some formats alone may have left out the table's own.
        if f"{name}/{TABLE}" in found:
            yield name, found


def _is_data(path: str) -> bool:
    name, document = path.rpartition("/")[2], document_of(path)
    return name == TABLE or (document not in {"", SHEET} and name == f"{document}.json")


def _digest(files: Mapping[str, Entry]) -> str:
    parts = (part for path, entry in files.items() for part in (path, entry.sha256))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read_rows(folder: Path, files: Iterable[str]) -> list[Row]:
    data = {path: json.loads((folder / path).read_bytes()) for path in files}
    tables = [each for path, each in data.items() if not document_of(path)]
    reports = {id_: each for path, each in data.items() if (id_ := document_of(path))}
    return [row for table in tables for row in result_rows(table, reports, known_kinds())]


@cache
def known_kinds() -> Mapping[str, str]:
    """Return what the categories of the built-in frameworks measure, by id."""
    # The parser, which a build of what is up to date does not need.
    from perf_report.parse.frameworks import builtin_kinds

    return {id_: str(kind) for id_, kind in builtin_kinds().items()}


def _known_rows(planned: PlannedFile, folder: OutputFolder) -> dict[str, list[Row]]:
    """The rows of the tables that are as they were when the file was made, by their folder."""
    before = folder.cache.inputs(RESULTS) or {}
    entry = folder.manifest.files.get(RESULTS)
    shared = planned.shared.inputs
    if entry is None or {name: before.get(name) for name in shared} != dict(shared):
        return {}
    data = _read_file(folder.path / RESULTS)
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return {}
    known: dict[str, list[Row]] = {}
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    next(rows, None)
    for row in rows:
        code, project, year = row[:3]
        name = "/".join(filter(None, (code, year, project)))
        if planned.own.get(f"{_OF_TABLE}{name}") == before.get(f"{_OF_TABLE}{name}"):
            known.setdefault(name, []).append(tuple(row))
    return known


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
