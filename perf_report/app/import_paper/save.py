"""Write the specs of imported files, and check them."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import ReportChecker
from perf_report.app.import_paper.batch import Outcome
from perf_report.app.import_paper.files import refuse_existing_specs
from perf_report.app.import_paper.run import Imported
from perf_report.app.project import Project
from perf_report.messages import Catalogue, describe_error, describe_finding
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.source import Source
from perf_report.outputs.named_file import is_stream, refuse_inputs, write_named_files
from perf_report.parse.report_files import is_report
from perf_report.parse.yaml_writer import MODELINE, REPORT_MODELINE
from perf_report.render.import_report import ImportedFile

SCHEMA_FILE = "schema.json"
_MODELINES = (MODELINE, REPORT_MODELINE)


def save_specs(
    outcomes: Sequence[Outcome],
    paths: Sequence[Path | None],
    *,
    inputs: Sequence[Path],
    force: bool,
    say: Catalogue,
) -> list[ImportedFile]:
    """Write each spec that has a path, and return all of them.

    There is a path for each spec of each file. Raises OutputError if a file exists and is not to
    be replaced, OverwriteError if it is an input.
    """
    specs = [each for outcome in outcomes for each in outcome.imported]
    placed = list(zip(specs, paths, strict=True))
    files = {path: _for_place(each.data, path) for each, path in placed if path is not None}
    refuse_inputs(files, inputs)
    refuse_existing_specs((path for path in files if not is_stream(path)), force=force)
    write_named_files(files)
    failed = (_failed(outcome, say) for outcome in outcomes if outcome.error)
    return [*(_saved(each, path) for each, path in placed), *failed]


def _for_place(data: bytes, path: Path) -> bytes:
    """A spec without the line that tells editors of a schema, where there is none."""
    has_schema = (path.parent.parent / SCHEMA_FILE).exists()
    for each in () if has_schema else _MODELINES:
        data = data.removeprefix(each.encode())
    return data


def _saved(imported: Imported, path: Path | None) -> ImportedFile:
    return ImportedFile(
        file=imported.source.name,
        sha256=_sha256(imported.source),
        form=imported.form,
        spec=str(path or "-"),
        notes=imported.notes,
        remarks=imported.remarks,
        data=imported.content,
        text=imported.data,
        is_carried=imported.carried,
    )


def _failed(outcome: Outcome, say: Catalogue) -> ImportedFile:
    source = outcome.source
    error = describe_error(say, outcome.error) if outcome.error else None
    return ImportedFile(
        file=source.name, sha256=_sha256(source), form="", spec="", notes=(), data={}, error=error
    )


def _sha256(source: Source) -> str:
    return hashlib.sha256(source.data).hexdigest()


def check_saved(
    project: Project, saved: Sequence[ImportedFile], say: Catalogue, *, plan: Path | None = None
) -> list[str]:
    """Return a line for each error that the written specs, or reports on a plan, have."""
    sources = [Source(name=each.spec, data=each.text) for each in saved if each.text]
    specs = [each for each in sources if not is_report(each)]
    with open_checker(project) as checker:
        found = [spec.report for spec in checker.check(specs)]
        search = search_specs([plan] if plan else [], project)
        reports = ReportChecker(checker, search)
        found += [reports.check(each).file_findings for each in sources if is_report(each)]
    return [line for each in found for line in error_lines(each.findings, say)]


def error_lines(findings: Iterable[LocatedFinding], say: Catalogue) -> list[str]:
    """Return a line for each finding that is an error: where it is, its rule, what it says."""
    return [
        f"{each.file}:{each.span.line}: {each.finding.rule}: "
        f"{describe_finding(say, each.finding).message}"
        for each in findings
        if each.finding.severity is Severity.ERROR
    ]
