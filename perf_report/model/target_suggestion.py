"""What was probably meant by a target that cannot be read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perf_report.model.characters import unspaced
from perf_report.model.target import FIGURE, Quantity, plain_figure, suggest_quantity
from perf_report.model.target_reading import MOST_CHARACTERS, has_loose_minus, read_target
from perf_report.model.unit_form import is_unit

_STOPS = "。.;!"
# Behind these, something may be lost.
_PARTS = "，,、"
_REPEATED = re.compile(r"(?P<sign>[%‰])(?P=sign)+")
_REVERSED = re.compile(
    rf"(?P<lower>{FIGURE})(?P<between>[~\-—至到]{{1,2}})(?P<upper>{FIGURE})(?P<unit>[^0-9]*)"
)
_SHARE = re.compile("(?P<whole>[百千])分之(?P<figure>[0-9.]+|[零〇一二两三四五六七八九十百]+)")
_NUMERAL = re.compile(
    "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九](?![一二三四五六七八九十百千万亿])"
)
# Words in which a numeral is none.
_NO_NUMERAL = re.compile("第[一二三四五六七八九十]|一[次定般流]性|统一|一致")
# A dash that a word processor sets for a minus.
_LONG_MINUS = re.compile(r"^(?P<sign>[≥≤><=]?)[–—](?=[0-9])")
_ONES = "零一二三四五六七八九"
_DAY = re.compile("(?P<year>(?:19|20|21)[0-9]{2})年?(?P<month>[0-9]{1,2})月?(?P<day>[0-9]{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A target that can be read; `is_certain` says that the text has no other reading."""

    text: str = ""
    is_certain: bool = False


def suggest_target(text: str) -> Suggestion:
    """Return a target close to one that cannot be read; an empty text if none is obvious."""
    if len(text) > MOST_CHARACTERS:
        return Suggestion()
    for is_certain, suggestions in ((True, _same), (False, _close)):
        for meant in suggestions(text):
            if meant != text and _is_sound(meant):
                return Suggestion(text=meant, is_certain=is_certain)
    return Suggestion()


def _is_sound(text: str) -> bool:
    """Whether a text can be read, in a year that has a 29 February, and no rule objects to it."""
    found = read_target(text, 2000)
    return found is not None and (not isinstance(found, Quantity) or is_unit(found.unit_name))


def _same(text: str) -> Iterator[str]:
    """The text without marks that say nothing: blanks, stops, doubled signs, a sign behind."""
    if has_loose_minus(text):
        return
    plain = unspaced(text)
    yield plain
    mended = _REPEATED.sub(r"\g<sign>", plain.rstrip(_STOPS))
    yield mended
    # What 0.1 suggested.
    yield suggest_quantity(mended) or ""


def _close(text: str) -> Iterator[str]:
    """What is probable, and a person must decide."""
    plain = unspaced(text).rstrip(_STOPS + _PARTS)
    yield plain
    for change in _CHANGES:
        plain = change(plain)
        yield plain


def _without_about(text: str) -> str:
    return re.sub("^(?:大约|约|近|共计?|合计|完成|实现)|(?:左右|上下)$", "", text)


def _with_minus(text: str) -> str:
    return _LONG_MINUS.sub(r"\g<sign>-", text)


def _with_percent(text: str) -> str:
    def percent(match: re.Match[str]) -> str:
        figure = match["figure"]
        digits = figure if figure[0].isascii() else _digits(figure)
        return f"{digits}{'%' if match['whole'] == '百' else '‰'}"

    return _SHARE.sub(percent, text)


def _with_digits(text: str) -> str:
    """The text with numerals below a hundred in digits: 每月一次 is 每月1次."""
    if _NO_NUMERAL.search(text):
        return text
    return _NUMERAL.sub(lambda match: _digits(match[0]), text)


def _digits(numeral: str) -> str:
    plain = numeral.replace("两", "二").replace("〇", "零")
    if plain in {"百", "一百"}:
        return "100"
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return "".join(str(_ONES.find(each)) for each in plain)
    return f"{_ONES.find(tens or '一')}{_ONES.find(ones or '零')}"


def _in_order(text: str) -> str:
    """A range whose greater figure stands first, the other way round."""
    match = _REVERSED.fullmatch(text)
    if match is None or plain_figure(match["lower"]) <= plain_figure(match["upper"]):
        return text
    return f"{match['upper']}{match['between']}{match['lower']}{match['unit']}"


def _as_day(text: str) -> str:
    """Eight digits or a day without its last mark as a day."""
    match = _DAY.fullmatch(text)
    return f"{match['year']}年{match['month']}月{match['day']}日" if match else text


_CHANGES: tuple[Callable[[str], str], ...] = (
    _without_about,
    _with_minus,
    _with_percent,
    _with_digits,
    _in_order,
    _as_day,
)
