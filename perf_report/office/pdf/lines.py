"""Put characters together as lines of text, by their base lines."""

from collections.abc import Iterable

from perf_report.office.pdf.shapes import Character

# Characters whose base lines differ by less than this part of their size are on one line.
_SAME_LINE = 0.45
# A gap of so much of the size divides words; Chinese characters stand further apart where a
# program spreads a line, or where a mark leaves half of its square blank.
_GAP, _CHINESE_GAP = 0.22, 1.2
# Where the file has a blank, or a program finds one, so little is enough.
_BLANK_GAP = 0.05
_CHINESE = "\u2e80"


def text_lines(characters: Iterable[Character]) -> list[list[Character]]:
    """Return the characters by line from the top down, each from left to right."""
    lines: list[list[Character]] = []
    for char in sorted(characters, key=lambda each: (-each.base, each.left)):
        if lines and abs(lines[-1][0].base - char.base) < _SAME_LINE * char.size:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def line_text(line: Iterable[Character]) -> str:
    """Return the text of a line, with a blank where a gap divides words."""
    text = ""
    last: Character | None = None
    for char in line:
        if last is not None and _are_apart(last, char):
            text += " "
        text += char.text
        last = char
    return text


def _are_apart(before: Character, after: Character) -> bool:
    is_chinese = before.text >= _CHINESE or after.text >= _CHINESE
    gap = _CHINESE_GAP if is_chinese else _BLANK_GAP if after.is_after_blank else _GAP
    return after.left - before.right > gap * after.size
