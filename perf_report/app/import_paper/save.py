"""Write the specs of imported files, and check them."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.import_paper.batch import Outcome
from perf_report.app.import_paper.files import refuse_existing_specs
from perf_report.app.project import Project
from perf_report.messages import Catalogue, describe_error
from perf_report.model.finding import Severity
from perf_report.model.source import Source
from perf_report.outputs.named_file import is_stream, refuse_inputs, write_named_files
from perf_report.render.import_report import ImportedFile


def save_specs(
    outcomes: Sequence[Outcome],
    paths: Sequence[Path | None],
    *,
    inputs: Sequence[Path],
    force: bool,
    say: Catalogue,
) -> list[ImportedFile]:
    """Write each spec to its path, or to standard output where it has none; return them.

    Raises OutputError if a file exists and is not to be replaced, OverwriteError if it is an input.
    """
    files = {
        path: outcome.imported.data
        for path, outcome in zip(paths, outcomes, strict=True)
        if path is not None and outcome.imported
    }
    refuse_inputs(files, inputs)
    refuse_existing_specs((path for path in files if not is_stream(path)), force=force)
    write_named_files(files)
    return [_saved(outcome, path, say) for outcome, path in zip(outcomes, paths, strict=True)]


def _saved(outcome: Outcome, path: Path | None, say: Catalogue) -> ImportedFile:
    imported, source = outcome.imported, outcome.source
    if imported is not None and path is None:
        sys.stdout.buffer.write(imported.data)
        sys.stdout.flush()
    return ImportedFile(
        file=source.name,
        sha256=hashlib.sha256(source.data).hexdigest(),
        form=imported.form if imported else "",
        spec=str(path or "-") if imported else "",
        notes=imported.notes if imported else (),
        remarks=imported.remarks if imported else (),
        data=imported.content if imported else {},
        text=imported.data if imported else b"",
        is_carried=bool(imported and imported.carried),
        error=describe_error(say, outcome.error).message if outcome.error else "",
    )


def check_saved(project: Project, saved: Sequence[ImportedFile]) -> int:
    """Return how many errors the written specs have."""
    sources = [Source(name=each.spec, data=each.text) for each in saved if each.text]
    with open_checker(project) as checker:
        return sum(
            located.finding.severity is Severity.ERROR
            for spec in checker.check(sources)
            for located in spec.report.findings
        )
