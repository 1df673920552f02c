"""The cell of a name under its head, where a table has the number of the row beside it."""

import re

from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.rows import Row, RowCell

_NUMBER = re.compile(r"\(?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[).、:]*")


def name_under(row: Row, head: RowCell, draft: Draft) -> RowCell | None:
    """Return the cell under the head of names; of a number and a text there, the text."""
    first = row.at(head.cell.column)
    below = [
        cell for cell in row.starting
        if head.cell.column <= cell.cell.column < head.cell.column + head.cell.columns
        and not is_blank(cell.text)
    ]  # fmt: skip
    match below:
        case [number, text] if number is first and is_number(number.text):
            draft.use(number)
            return text
    return first


def is_number(text: str) -> bool:
    """Return whether a text is the number of a row: 1, ① or 指标1：."""
    plain = "".join(text.split()).replace("：", ":").replace("（", "(").replace("）", ")")
    for word in filling_words("indicators"):
        plain = plain.removeprefix(word)
    return _NUMBER.fullmatch(plain) is not None
