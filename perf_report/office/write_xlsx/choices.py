"""Drop-down lists: the choices of cells, which stand on a hidden sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name


@dataclass(slots=True, kw_only=True)
class ChoiceLists:
    """The lists of a workbook, each once, in the columns of the sheet with this name."""

    sheet: str
    lists: list[tuple[str, ...]] = field(default_factory=list)

    def offer(self, worksheet: Any, place: tuple[int, int, int, int], texts: Sequence[str]) -> None:
        """Offer texts in cells: first row and column, last row and column."""
        listed = tuple(dict.fromkeys(texts))
        if not listed:
            return
        if listed not in self.lists:
            self.lists.append(listed)
        column = xl_col_to_name(self.lists.index(listed), col_abs=True)
        worksheet.data_validation(
            *place,
            {
                "validate": "list",
                "source": f"='{self.sheet}'!{column}$1:{column}${len(listed)}",
                # Another text is possible, such as one of last year.
                "error_type": "warning",
            },
        )

    def write(self, book: Any) -> None:
        """Add the hidden sheet, if there is a list."""
        if not self.lists:
            return
        worksheet = book.add_worksheet(self.sheet)
        for column, texts in enumerate(self.lists):
            for row, text in enumerate(texts):
                worksheet.write_string(row, column, text)
        worksheet.hide()
