"""The texts of cells as a spec writes them, and as labels are compared."""

import re
from functools import cache

from perf_report.model.characters import same_width, unspaced, usual_characters

# Characters that take no room and say nothing.
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f]")
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·"
# Between Chinese characters a blank is where an office has spread a word, or a line was broken.
_WORD_END = re.compile(rf"[^{_CHINESE}]\Z")
_WORD_START = re.compile(rf"[^{_CHINESE}]")
# The units of money that offices state, the longer before those that they end with.
UNITS_OF_MONEY = ("亿元", "千万元", "百万元", "万元", "千元", "元")
_UNITS = "|".join(UNITS_OF_MONEY)
_AMOUNT_UNIT = re.compile(
    rf"[(\[【〔](?:[^()\[\]]{{0,8}}[:为])?(?:单位)?(?:人民币)?(?:{_UNITS})(?:人民币)?(?:[,;、/][^()\[\]]*)?[)\]】〕]"
    rf"|(?<=.)(?:[,:/]?单位[:为]?|(?<!单位)[:/])(?:人民币)?(?:{_UNITS})$"
)
# Two lines that end and begin with a figure: 10 above 20 is no 1020, and may be one that is broken.
_SEAM = re.compile(r"(?P<above>[0-9][0-9,.]*)[^\S\n]*\n\s*(?=(?P<below>[0-9][0-9,.]*))")
_FIGURE = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?[,.]?")
_POINTS = re.compile(r"\((?P<points>[0-9]+(?:\.[0-9]+)?)(?:[-~至][0-9]+)?分\)")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]{1,2}[.、])(?=\D)"
)
# A label that is printed again where a page cuts its cell.
_CONTINUED = re.compile(r"\((?:续表?|接上页)\)$")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
_BLANK_WORDS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "－", "...", "......", "…", "……"}
)


def plain_text(text: str) -> str:
    """Return the text of a cell on one line, in usual characters.

    Lines that a cell breaks are joined: with a blank between Latin words, without one in Chinese.
    """
    usual = usual_characters(_INVISIBLE.sub("", text).replace("\u00a0", " "))
    pieces = _BREAK.split(usual.strip())
    joined = pieces[0]
    for piece in pieces[1:]:
        between = " " if _is_between_words(joined, piece) else ""
        joined = f"{joined}{between}{piece}"
    return re.sub(r"[ \t]{2,}", " ", joined)


def mendings(text: str, *, is_figure: bool) -> tuple[str, ...]:
    """Return what a spec writes differently than a cell, as ids of messages.

    Only figures change their width: in words, characters of full width are Chinese punctuation.
    """
    seen = _INVISIBLE.sub("", text).replace("\u00a0", " ")
    changes = {
        "import-invisible-left-out": seen != text,
        "import-characters-usual": usual_characters(seen) != seen,
        "import-width-usual": is_figure and _FULL_WIDTH.search(text) is not None,
        "import-lines-joined": _BREAK.search(seen.strip()) is not None,
    }
    return tuple(id_ for id_, is_changed in changes.items() if is_changed)


def joins_figures(text: str) -> bool:
    """Return whether the lines of a cell break where two figures may stand, as 10 above 20.

    In 1,3 above 06.00, and in 5 above 000, one of both is no figure: the whole is one.
    """
    seams = _SEAM.finditer(same_width(text)) if "\n" in text else ()
    return any(
        _FIGURE.fullmatch(part["below"]) for part in seams if _FIGURE.fullmatch(part["above"])
    )


def _is_between_words(before: str, after: str) -> bool:
    if not (_WORD_END.search(before) and _WORD_START.match(after)):
        return False
    # A figure that a line break parts from its unit or its percent sign is no word.
    return before[-1].isalpha() and after[0].isalnum()


def is_blank(text: str) -> bool:
    """Return whether a cell says nothing, or that there is nothing."""
    return unspaced(text) in _BLANK_WORDS


@cache
def label_key(text: str) -> str:
    """Return a label as labels are compared: one width, no blanks, no unit of money, no colon."""
    lines = {line.strip() for line in text.split("\n")}
    # A caption that a program sets above the label that it repeats.
    text = lines.pop() if len(lines) == 1 else text
    plain = unspaced(plain_text(text))
    plain = _CONTINUED.sub("", _AMOUNT_UNIT.sub("", plain))
    return plain.strip(":*").removeprefix("其中:").casefold()


@cache
def category_key(text: str) -> str:
    """Return the label of a category as labels are compared: without points and without 指标."""
    plain = bare_label(text)
    return plain.removesuffix("指标") or plain


def bare_label(text: str) -> str:
    """Return a label without what offices add to it: numbering, and points."""
    return _NUMBERING.sub("", _POINTS.sub("", label_key(text)))


def points_of(text: str) -> str:
    """Return the points that a label names, as `50` of 产出指标（50分）; empty for a range."""
    found = _POINTS.search(unspaced(text))
    return found["points"] if found and found[0].count("-") == 0 else ""
