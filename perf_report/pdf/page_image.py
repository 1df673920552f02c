"""A page of a PDF as a picture, by poppler's pdftoppm."""

import shutil
import subprocess

from perf_report.errors import RenderError

_DOTS_PER_INCH = 144
_SECONDS = 60


def first_page_png(pdf: bytes) -> bytes:
    """Return the first page of a PDF as PNG at 144 dpi. Raises RenderError without pdftoppm."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise RenderError("poppler-missing")
    command = [program, "-png", "-r", str(_DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile", "-"]
    # Every word of the command is our own.
    ran = subprocess.run(  # noqa: S603
        command, input=pdf, capture_output=True, check=False, timeout=_SECONDS
    )
    if ran.returncode:
        raise RenderError("poppler-failed", detail=ran.stderr.decode(errors="replace").strip())
    return ran.stdout
