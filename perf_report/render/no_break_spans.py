"""Spans of a text in which a PDF must not break the line.

The layout engine breaks lines by Unicode's rules, which separate a figure from its unit and leave a
single character on the last line of a cell. Invisible characters in the text would prevent that,
but could be copied out of the PDF. So the templates set these spans without wrapping, and the
estimate of page breaks measures them in the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

# A figure with its sign. Longer ones may break, so that they do not overflow a narrow cell.
_FIGURE = (
    r"(?:[≥≤＝＞＜=] ?[-−负](?=[0-9])|[≥≤＝＞＜=~～+−-] ?)?"
    r"(?<![0-9.,])[0-9](?:[0-9]|[.,:*/~～-](?=[0-9])){0,13}(?![0-9])"
)

_HAN = "\u3400-\u9fff"
_UNITS = f"个?工作日|小时|分钟|个百分点|个月|公里|平方米|人次|国别|项目|[{_HAN}]"

# In Chinese, a figure with its unit, and a short remark or the letters of columns in brackets,
# （B/A）; in English, an amount with its currency, the letters of columns, a level, goal
# or task with its number, a figure with its sign and the word or brackets after it, and a word with
# a hyphen.
_NO_BREAK = {
    "zh-CN": re.compile(
        rf"{_FIGURE}(?:[%％‰]|[百千万亿]{{0,2}}(?:{_UNITS}))?"
        rf"|（(?:[{_HAN}]{{1,4}}|[A-Z](?:/[A-Z])?)）"
    ),
    "en": re.compile(
        rf"CNY {_FIGURE}|\([A-Z](?:/[A-Z])?\)"
        r"|\b(?:[Ll]evel|[Gg]oal|[Tt]ask) [0-9]{1,3}(?![0-9]|[.,][0-9])"
        rf"|(?:[≥≤＝＞＜] ?){_FIGURE}(?: \([^()]{{1,18}}\)| [a-z-]{{1,12}}(?![a-z-]))?"
        r"|(?<![0-9.,])-?[0-9]{1,3} [a-z-]{1,12}(?![a-z-])"
        r"|(?<![A-Za-z-])(?=[A-Za-z’-]{3,20}(?![A-Za-z-]))[A-Za-z]+(?:-[A-Za-z]+)+(?:’s?)?[,.;:)]?"
    ),
}

# The last two characters of a Chinese text, with the punctuation around them.
_OPENING, _CLOSING = "（《“‘【〔「『", "。，、；：！？”’）》】〕」』…%％"
_END = re.compile(f"[{_OPENING}]?[{_HAN}]{{2}}[{_CLOSING}]{{0,3}}$")

# If the last line is estimated at no more characters than this, it may have a single one in print:
# a line is counted in full-width characters, so that Latin letters and digits add to the error.
_SHORT_LINE, _SHORT_MIXED_LINE = 3, 5

_WORD_JOINER, _NO_BREAK_SPACE = "\u2060", "\u00a0"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A part of a text; `is_whole` if no line may break in it."""

    text: str
    is_whole: bool


def split_spans(text: str, lang: str, room: float) -> Iterator[TextSpan]:
    """Split a text without line breaks into spans; joined, they are the text again.

    `room` is how many characters a line holds; 0 if unknown. The end of the text is whole too, if
    it could be alone on the last line. As every span costs time in layout, a text that fits on one
    line is a single span.
    """
    start = 0
    for first, last in _no_break_ranges(text, lang, room):
        if first > start:
            yield TextSpan(text[start:first], is_whole=False)
        yield TextSpan(text[first:last], is_whole=True)
        start = last
    if start < len(text):
        yield TextSpan(text[start:], is_whole=False)


def insert_no_breaks(text: str, lang: str) -> str:
    """The text for measuring, with characters that prevent line breaks in its whole spans.

    Its end may break, since that does not change the number of lines.
    """
    return "".join(
        _WORD_JOINER.join(each.text.replace(" ", _NO_BREAK_SPACE)) if each.is_whole else each.text
        for each in split_spans(text, lang, 0)
    )


def _no_break_ranges(text: str, lang: str, room: float) -> Iterator[tuple[int, int]]:
    """The starts and ends of spans in which no line may break."""
    if len(text) <= room:
        return
    last = 0
    for found in _NO_BREAK[lang].finditer(text) if lang in _NO_BREAK else ():
        last = found.end()
        if found.end() - found.start() > 1:
            yield found.span()
    end = _END.search(text, last)
    if end and lang == "zh-CN" and (not room or _may_leave_single_character(text, room)):
        yield end.span()


def _may_leave_single_character(text: str, room: float) -> bool:
    """Whether the last line may have a single character beside punctuation."""
    marks = len(text) - len(text.rstrip(_CLOSING))
    short = _SHORT_LINE if all(map(_is_wide, text)) else _SHORT_MIXED_LINE
    return _last_line_width(text, room) <= marks + short


def _last_line_width(text: str, room: float) -> float:
    """The width of the last line in characters, by simple rules for punctuation."""
    left, width = 0, 0.0
    for index, character in enumerate(text):
        width += _width(character)
        if width > room and index > left:
            place = index
            while place > left + 1 and (text[place] in _CLOSING or text[place - 1] in _OPENING):
                place -= 1
            left = place
            width = sum(map(_width, text[left : index + 1]))
    return width


def _width(character: str) -> float:
    if _is_wide(character):
        return 1.0
    return 0.85 if character.isupper() else 0.55


def _is_wide(character: str) -> bool:
    """Whether a character is as wide as a Chinese one; quotes are, in a Chinese font."""
    return east_asian_width(character) in "WFA"
