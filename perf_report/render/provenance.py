"""The provenance on the last page of a PDF: the digest of its source, and its address."""

from dataclasses import dataclass

from perf_report.render.localized_text import Localizer, TextRuns

# How many digits of the SHA-256 are printed: too many to find another file with them, and few
# enough to read aloud.
PRINTED_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedProvenance:
    """The printed digest, and the address of a disclosed document with its QR code (SVG)."""

    label: TextRuns
    digest: str
    address: str
    code: str


def print_provenance(digest: str, address: str, localizer: Localizer) -> PrintedProvenance:
    """The provenance of a document whose source has this SHA-256; `address` may be empty."""
    return PrintedProvenance(
        label=localizer.form_string("source-digest"),
        digest=f"SHA-256 {digest[:PRINTED_DIGITS]}",
        address=address,
        code=_draw_code(address, localizer) if address else "",
    )


def _draw_code(address: str, localizer: Localizer) -> str:
    """A QR code (ISO/IEC 18004) as inline SVG, drawn as lines, with a text alternative."""
    import segno

    title = localizer.form_string("code", address=address)[0].text
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(title=title, omitsize=True, svgclass=None, lineclass=None))
