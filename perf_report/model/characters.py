"""Characters that look like usual ones and are others, as text that was copied out of a PDF has.

Kangxi radicals (⾦) and compatibility ideographs have their usual character by Unicode's
normalization; the simplified forms among the CJK Radicals Supplement have theirs by Unicode's
EquivalentUnifiedIdeograph.txt. A letter and a combining accent have one character for both, where
Unicode has one.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

_SUPPLEMENT = str.maketrans(
    "⺠⻄⻅⻆⻈⻉⻋⻑⻓⻔⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "民西见角讠贝车長长门韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙",
)
_KANGXI = "\u2e80-\u2fdf"
_COMPATIBILITY = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_UNUSUAL = re.compile(f"[{_KANGXI}{_COMPATIBILITY}]")
# A letter with its accents.
_COMBINING = re.compile(".?[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

# More characters in a row than words of other scripts have letters. Unicode's normalization sorts
# the marks behind a letter, which takes the square of their number.
_LONG_RUN = re.compile(
    "([^\0-\u02ff\u2000-\u206f\u3000-\u3029\u3030-\u3098\u309b-\u9fff"
    "\uac00-\ud7a3\uff00-\uffef]{31,})"
)


def normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in a form of Unicode, but for runs that are no words, such as many accents."""
    pieces = _LONG_RUN.split(text)
    pieces[::2] = (unicodedata.normalize(form, piece) for piece in pieces[::2])
    return "".join(pieces)


def usual_characters(text: str) -> str:
    """The text with usual characters where it has some that only look like them."""
    if text.isascii():
        return text
    usual = _UNUSUAL.sub(_usual_character, text)
    return normalize("NFC", usual) if _COMBINING.search(usual) else usual


# The decompositions of characters that are others in another width or arrangement. A superscript or
# a figure in a circle is none of them: 10⁴ is not 104.
_WIDTHS = ("<wide>", "<narrow>", "<small>", "<vertical>", "<square>")


def same_width(text: str) -> str:
    """The text in usual characters and one width, without any change of what it says."""
    if text.isascii():
        return text
    return "".join(map(_in_usual_width, usual_characters(text)))


@cache
def _in_usual_width(char: str) -> str:
    """A character as others of usual width; a symbol that is not a number by what it stands for."""
    form, *codes = unicodedata.decomposition(char).split() or [""]
    is_symbol = form == "<compat>" and unicodedata.numeric(char, None) is None
    return "".join(chr(int(code, 16)) for code in codes) if form in _WIDTHS or is_symbol else char


def unspaced(text: str) -> str:
    """The text in one width and without spaces. Unlike `plain_text`, a superscript stays one."""
    return "".join(same_width(text).split())


def plain_text(text: str) -> str:
    """The text in usual characters, without spaces and without differences of width.

    For comparing and reading: texts that a reader takes for the same are equal.
    """
    return "".join(normalize("NFKC", usual_characters(text)).split())


def _usual_character(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0].translate(_SUPPLEMENT))


def find_unusual(text: str) -> str | None:
    """The first radical, compatibility ideograph or letter with a combining accent, or None."""
    if text.isascii():
        return None
    found = _UNUSUAL.search(text) or _COMBINING.search(text)
    return found[0] if found else None
