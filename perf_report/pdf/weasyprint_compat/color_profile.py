"""The color profile of sRGB, which PDF/A asks a PDF to carry.

Needs: the file `sRGB2014.icc` of weasyprint.pdf.
Why: WeasyPrint brings the profile of the International Color Consortium. Its option
    `output_intent` embeds it, too, but names it as PDF/X does.
Since: WeasyPrint 70.0 (the file is there since 60.0).
Upstream: docs/upstream.md, "The output intent of sRGB is one of PDF/X".
"""

from functools import cache
from importlib.resources import files

from perf_report.errors import RenderError


@cache
def srgb_profile() -> bytes:
    """The bytes of the profile."""
    try:
        return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    except FileNotFoundError as error:
        raise RenderError("renderer-changed", engine="WeasyPrint", detail=str(error)) from error
