"""A limit on the work that reading a PDF takes, whatever asks for it.

A document of a few kilobytes can ask for hours: streams that unpack to megabytes, maps whose ranges
spread out, objects that are used again on every page. So each reader counts what it does, and all
of them share one budget.
"""

from dataclasses import dataclass

from perf_report.errors import SourceError

# A step takes a tenth of a microsecond. The longest table that is laid out for a stranger, of 270
# pages, takes two fifths of this.
MAX_STEPS = 150_000_000

# Steps of dearer work: a byte of a drawing, an operator in it, a character that a font maps, an
# object of the document.
PARSED_BYTE = 2
CHARACTER = 20
OPERATOR = 20
OBJECT = 20

# Bytes of a stream that are unpacked, hashed or searched in one step.
BYTES_A_STEP = 50


@dataclass(slots=True)
class WorkBudget:
    """The steps that are left for a document."""

    path: str
    left: int = MAX_STEPS

    def spend(self, steps: int) -> None:
        """Count steps before they are taken. Raises SourceError where too few are left."""
        self.left -= steps
        if self.left < 0:
            raise SourceError("pdf-work", path=self.path)

    def spend_bytes(self, size: int) -> None:
        """Count the bytes of a stream. Raises SourceError."""
        self.spend(size // BYTES_A_STEP)
