"""The wiring of `extract`: the files that a PDF carries, given back byte for byte."""

import os
from pathlib import Path

from perf_report.errors import OutputError, SourceError
from perf_report.outputs.writer import write_files
from perf_report.parse.source import read_source
from perf_report.pdf_inspect.attachments import CarriedFile, is_safe_name, read_carried
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf


def list_attachments(path: Path) -> tuple[CarriedFile, ...]:
    """The files that a PDF carries. Raises SourceError where it carries none, or cannot be read."""
    with open_pdf(read_source(path, MAX_PDF_BYTES)) as opened:
        files = read_carried(opened)
    if not files:
        raise SourceError("attachments-none", path=path)
    return files


def extract_files(path: Path, folder: Path, *, force: bool) -> list[Path]:
    """Write the files that a PDF carries into a folder, all or none; their paths.

    Raises SourceError for a name that is not that of a file in a folder, and OutputError where a
    file is there already with other content, unless it may be replaced.
    """
    files = list_attachments(path)
    for file in files:
        if not is_safe_name(file.name):
            raise SourceError("attachment-name", path=path, name=file.name)
    targets = {folder / file.name: file.data for file in files}
    differing = [str(target) for target, data in targets.items() if _is_other(target, data)]
    if differing and not force:
        raise OutputError("output-differs", paths=", ".join(differing))
    write_files(targets)
    return list(targets)


def _is_other(path: Path, data: bytes) -> bool:
    """Whether something is there that is not this file; a link is never it."""
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file():
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(data) + 1) != data
    except OSError:
        return True
