"""The stretches of a text that no line of a PDF may break.

The layout engine breaks lines by Unicode's rules alone, which part a figure from its unit and leave
a single character on the last line of a cell. No invisible character is put into the text to forbid
that, since it would be copied out of the PDF: the templates set these stretches without wrapping,
and the ruler measures them in the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

# A figure with its sign. Longer ones may break, so that they cannot run out of a narrow cell.
_FIGURE = r"(?:[≥≤＝＞＜=~～+−-] ?)?(?<![0-9.,])[0-9](?:[0-9]|[.,:*/~～-](?=[0-9])){0,13}(?![0-9])"

_HAN = "\u3400-\u9fff"
_UNITS = f"个?工作日|小时|分钟|个百分点|个月|公里|平方米|人次|国别|项目|[{_HAN}]"

# What stays whole: in Chinese a figure with its unit and a short remark in brackets; in English a
# sum with its currency, and a figure with its sign and the word or bracket after it.
_WHOLE = {
    "zh-CN": re.compile(rf"{_FIGURE}(?:[%％‰]|[百千万亿]{{0,2}}(?:{_UNITS}))?|（[{_HAN}]{{1,4}}）"),
    "en": re.compile(
        rf"CNY {_FIGURE}"
        rf"|(?:[≥≤＝＞＜] ?){_FIGURE}(?: \([^()]{{1,18}}\)| [a-z-]{{1,12}}(?![a-z-]))?"
        r"|(?<![0-9.,])[0-9]{1,3} [a-z-]{1,12}(?![a-z-])"
    ),
}

# The last two characters of a Chinese text, with the marks around them.
_OPENING, _CLOSING = "（《“‘【〔「『", "。，、；：！？”’）》】〕」』…%％"
_END = re.compile(f"[{_OPENING}]?[{_HAN}]{{2}}[{_CLOSING}]{{0,3}}$")

# A last line of so many characters may have lost some of them to the line before, since the room is
# reckoned in whole characters. Letters and digits are not, so that a text with them is less sure.
_SURE, _UNSURE = 3, 5

_WORD_JOINER, _NO_BREAK_SPACE = "\u2060", "\u00a0"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text; `is_whole` where no line may break it."""

    text: str
    is_whole: bool


def stretches(text: str, lang: str, room: float) -> Iterator[Stretch]:
    """The parts of a text without line breaks; joined, they are the text again.

    `room` is how many characters a line holds, or 0 where that is not known. The end of a text is
    whole, too, where it may have a line of its own. Every stretch costs a layout time, so
    that those which need no care are not told apart.
    """
    start = 0
    for first, last in _wholes(text, lang, room):
        if first > start:
            yield Stretch(text[start:first], is_whole=False)
        yield Stretch(text[first:last], is_whole=True)
        start = last
    if start < len(text):
        yield Stretch(text[start:], is_whole=False)


def joined(text: str, lang: str) -> str:
    """A text to be measured, whose whole stretches cannot break.

    Whether its end is whole never changes how many lines there are.
    """
    return "".join(
        _WORD_JOINER.join(each.text.replace(" ", _NO_BREAK_SPACE)) if each.is_whole else each.text
        for each in stretches(text, lang, 0)
    )


def _wholes(text: str, lang: str, room: float) -> Iterator[tuple[int, int]]:
    """Where whole stretches begin and end."""
    if len(text) <= room:
        return
    last = 0
    for found in _WHOLE[lang].finditer(text) if lang in _WHOLE else ():
        last = found.end()
        if found.end() - found.start() > 1:
            yield found.span()
    end = _END.search(text, last)
    if end and lang == "zh-CN" and (not room or _may_leave_one(text, room)):
        yield end.span()


def _may_leave_one(text: str, room: float) -> bool:
    """Whether the last of several lines may hold a single character beside marks."""
    marks = len(text) - len(text.rstrip(_CLOSING))
    is_even = all(map(_is_wide, text))
    return _last_line(text, room) <= marks + (_SURE if is_even else _UNSURE)


def _last_line(text: str, room: float) -> float:
    """The width of the last line in characters, by the plainest rules for marks."""
    left, width = 0, 0.0
    for index, character in enumerate(text):
        width += 1 if _is_wide(character) else 0.55
        if width > room and index > left:
            place = index
            while place > left + 1 and (text[place] in _CLOSING or text[place - 1] in _OPENING):
                place -= 1
            left = place
            width = sum(1 if _is_wide(each) else 0.55 for each in text[left : index + 1])
    return width


def _is_wide(character: str) -> bool:
    """Whether a character is as wide as a Chinese one; quotes are, in a Chinese font."""
    return east_asian_width(character) in "WFA"
