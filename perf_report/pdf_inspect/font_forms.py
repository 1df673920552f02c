"""Normal forms of the fonts in documents, made within limits, each once."""

import hashlib

from perf_report.pdf.font_subset import normalized_font
from perf_report.processes.limited_process import LimitedProcess


class FontForms:
    """Digests of the normal forms of fonts, by the fonts' own digests."""

    def __init__(self, process: LimitedProcess) -> None:
        self._process = process
        self._known: dict[bytes, bytes] = {}

    def digest(self, font: bytes) -> bytes:
        """Return a digest of a font that does not depend on how its parts are ordered.

        Raises ProcessLimitError.
        """
        key = hashlib.sha256(font).digest()
        if key not in self._known:
            self._known[key] = self._process.call(_digest, font)
        return self._known[key]


def _digest(font: bytes) -> bytes:
    """The digest of the normal form, or of the bytes where HarfBuzz cannot read them."""
    return hashlib.sha256(normalized_font(font) or font).digest()
