"""What the last page of a PDF says of where it comes from: its source's digest and its address."""

from dataclasses import dataclass

from perf_report.render.localized_text import Runs, Speech

# So many digits of the SHA-256 are printed: enough that no one finds another file that has them,
# and few enough to be read out.
PRINTED_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedProvenance:
    """The digest as printed, and for a disclosed document its address and a QR code of it (SVG)."""

    label: Runs
    digest: str
    address: str
    code: str


def print_provenance(digest: str, address: str, speech: Speech) -> PrintedProvenance:
    """The provenance of a document whose source has this SHA-256; `address` may be empty."""
    return PrintedProvenance(
        label=speech.form("source-digest"),
        digest=f"SHA-256 {digest[:PRINTED_DIGITS]}",
        address=address,
        code=_draw_code(address, speech) if address else "",
    )


def _draw_code(address: str, speech: Speech) -> str:
    """A QR code (ISO/IEC 18004) as inline SVG, drawn as lines, with words for who cannot see it."""
    import segno

    words = speech.form("code", address=address)[0].text
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(title=words, omitsize=True, svgclass=None, lineclass=None))
