"""The formats of cells: fonts, lines and sides."""

from dataclasses import dataclass, field
from typing import Any

from perf_report.office.cell_style import HEI, LATIN, LATIN_HEI, SONG
from perf_report.render.table_csv import is_formula

# The formats of a cell that no form has: a value to read and to write, and the head over it.
_LINE = 1


@dataclass(slots=True, kw_only=True)
class Formats:
    """Makes the formats of a workbook, each once; `is_chinese` is the language of its fonts."""

    book: Any
    is_chinese: bool
    known: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def get(self, **properties: object) -> Any:
        """Return the format with some properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format(properties)
        return self.known[key]

    def font(
        self, size: float, *, is_heading: bool = False, is_bold: bool = False
    ) -> dict[str, Any]:
        """Return the properties of a font."""
        chinese, latin = (HEI, LATIN_HEI) if is_heading else (SONG, LATIN)
        name = chinese if self.is_chinese else latin
        return {"font_name": name, "font_size": size, "bold": is_bold}

    def data(self, size: float, text: str = "", **more: object) -> Any:
        """Return the format of a cell of data."""
        return self.get(
            **self.font(size), **as_text(text), **more, border=_LINE, valign="vcenter",
            text_wrap=True,
        )  # fmt: skip

    def data_head(self, size: float) -> Any:
        """Return the format of the head of a column of data."""
        return self.get(
            **self.font(size, is_heading=True), border=_LINE, valign="vcenter", align="center",
            text_wrap=True, bg_color="#EEEEEE",
        )  # fmt: skip


def as_text(text: str) -> dict[str, Any]:
    """Return what keeps a text that looks like a formula a text, also when it is edited."""
    return {"quote_prefix": True} if is_formula(text) else {}
