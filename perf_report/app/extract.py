"""The use case of `extract`: write the files of a PDF, or show the travelling copy of a spec."""

import os
from pathlib import Path

from perf_report.app.project import Project
from perf_report.errors import OutputError, SourceError
from perf_report.model.form import DEFAULT_FORM
from perf_report.model.public_plan import private_routes
from perf_report.model.public_report import private_routes as report_routes
from perf_report.model.source import Source
from perf_report.outputs.named_file import refuse_inputs
from perf_report.outputs.writer import write_files
from perf_report.parse.forms import load_forms
from perf_report.parse.load import load_plan
from perf_report.parse.public_copy import public_copy
from perf_report.parse.report_files import is_report
from perf_report.parse.reports import load_report
from perf_report.parse.source import read_source
from perf_report.parse.travelling_copy import travelling_copy
from perf_report.pdf_inspect.attachments import Attachment, is_safe_name, read_attachments
from perf_report.pdf_inspect.file_layout import read_layout
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf


def list_attachments(path: Path) -> tuple[Attachment, ...]:
    """Return the attached files. Raises SourceError if there are none, or the PDF is unreadable."""
    files, _ = _read(path)
    return files


def extract_files(path: Path, folder: Path, *, force: bool) -> list[Path]:
    """Write the attached files into a folder, all or none, and return their paths.

    Raises SourceError for a name that is no plain file name, or in place of which some readers get
    another file, and for a document that not every reader takes alike; OverwriteError for the name
    of the PDF itself; and OutputError if a file exists with other content, unless `force` allows to
    replace it.
    """
    files, is_plain = _read(path)
    if not is_plain:
        raise SourceError("attachment-layout", path=path)
    for file in files:
        if not is_safe_name(file.name):
            raise SourceError("attachment-name", path=path, name=file.name)
        if file.strays:
            routes = ", ".join(file.strays)
            raise SourceError("attachment-routes", path=path, name=file.name, routes=routes)
    targets = {folder / file.name: file.data for file in files}
    refuse_inputs(targets, [path])
    differing = [str(target) for target, data in targets.items() if _differs(target, data)]
    if differing and not force:
        raise OutputError("output-differs", paths=", ".join(differing))
    write_files(targets)
    return list(targets)


def _read(path: Path) -> tuple[tuple[Attachment, ...], bool]:
    """The attached files, and whether every reader takes the document alike."""
    with open_pdf(read_source(path, MAX_PDF_BYTES)) as opened:
        files = read_attachments(opened)
        layout = read_layout(opened.source.data, opened.budget)
    if not files:
        raise SourceError("attachments-none", path=path)
    return files, layout.is_plain


def read_travelling_copy(path: Path, project: Project) -> bytes:
    """Return the copy of a spec that goes out with its table.

    Raises SourceError if it cannot be read, or is not a spec of a known form.
    """
    source = read_source(path)
    if is_report(source):
        return _report_copy(source, project)
    plan = load_plan(source).plan
    forms = load_forms(project.form_folders())
    form = forms.get(plan.form or DEFAULT_FORM) if plan else None
    if plan is None or form is None:
        raise SourceError("spec-invalid", path=path)
    return travelling_copy(public_copy(source, tuple(private_routes(plan, form)))).data


def _report_copy(source: Source, project: Project) -> bytes:
    """The copy of a report that goes out with its pages."""
    report = load_report(source).report
    form = load_forms(project.form_folders()).get(report.form or "") if report else None
    if report is None or form is None:
        raise SourceError("spec-invalid", path=source.name)
    return travelling_copy(public_copy(source, tuple(report_routes(report, form)))).data


def _differs(path: Path, data: bytes) -> bool:
    """Whether a path exists and is not a regular file with this content."""
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file():
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(data) + 1) != data
    except OSError:
        return True
