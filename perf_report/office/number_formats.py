"""Show the values of a spreadsheet as its number formats do: percentages, days, units in quotes.

A format has up to four sections (ECMA-376, 18.8.31): for figures above 0, below 0 and 0, and for
texts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# Formats that a workbook need not describe, by their numbers; the others are plain or days that
# show as ISO 8601 has them. Those of Chinese programs are in ECMA-376, 18.8.30.
BUILT_IN = {
    9: "0%", 10: "0.00%", 17: "mmm-yy",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<skipped>\[[^\]]*\]|[_*].)'
    r"|(?P<general>General|G/通用格式)|(?P<digits>[0#?]+)|(?P<point>\.)|(?P<comma>,+)"
    r"|(?P<percent>%)|(?P<power>[Ee][+-])|(?P<text>@)|(?P<letter>.)",
    re.IGNORECASE,
)
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|_.|\*.')
_SECTIONS = re.compile(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;])+|(?<=;)(?=;|\Z)|\A(?=;)')
_CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)\]")
# The section of 0.
_ZERO = 2
# What a section for figures below 0 has in place of the sign.
_SIGNS = "-−()（） "


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A figure as a format shows it; `is_sure` is whether the text says all that the cell shows."""

    text: str
    is_sure: bool = True


def show_number(value: float, code: str) -> ShownFigure:
    """Return a figure as a format shows it, with all of its digits.

    Only what changes the meaning is kept: a scale such as thousands, a percent sign, and words
    around the figure. A program for spreadsheets has 15 digits; more are noise of binary sums.
    """
    number = Decimal(f"{value or 0:.15g}")
    sections = _SECTIONS.findall(code)
    at = _section(number, sections)
    section = sections[at] if at < len(sections) else ""
    tokens = _tokens(section)
    before, figure, after = _divide(tokens)
    if not figure or (number == 0 and not _shows_zero(figure)):
        is_sure = not code or number == 0 or _has_text(tokens)
        return ShownFigure(text=_plain(number), is_sure=is_sure)
    shown, is_sure = _figure(number, figure, is_percent=_has_percent(tokens))
    if number < 0 and at == 1:
        before, after = before.strip(_SIGNS), after.strip(_SIGNS)
    return ShownFigure(text=f"{before}{shown}{after}".strip(), is_sure=is_sure)


def show_text(value: str, code: str) -> str:
    """Return a text as a format shows it, which may add words to it: `"≥"@`."""
    tokens = next(
        (found for each in _SECTIONS.findall(code) if _has_text(found := _tokens(each))), []
    )
    if not value or not tokens:
        return value
    return "".join(value if kind == "text" else text for kind, text in tokens).strip()


_Tokens = Sequence[tuple[str, str]]


def _section(number: Decimal, sections: Sequence[str]) -> int:
    """Which section shows a figure: by its conditions, or by its sign."""
    conditions = [_CONDITION.search(each) for each in sections]
    if any(conditions):
        rest = [at for at, found in enumerate(conditions) if found is None]
        met = (at for at, found in enumerate(conditions) if found and _is_met(number, found))
        return next(met, rest[0] if rest else len(sections))
    count = len([each for each in sections if not _has_text(_tokens(each))])
    if number < 0 and count > 1:
        return 1
    return _ZERO if number == 0 and count > _ZERO else 0


def _is_met(number: Decimal, condition: re.Match[str]) -> bool:
    limit = Decimal(condition["limit"])
    signs = {
        "<": number < limit, ">": number > limit, "=": number == limit,
        "<=": number <= limit, ">=": number >= limit, "<>": number != limit,
    }  # fmt: skip
    return signs[condition["sign"]]


def _tokens(section: str) -> list[tuple[str, str]]:
    """The parts of a section with their kinds; words are of the kind `words`."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or ""
        if kind in {"quoted", "escaped", "currency", "letter"}:
            found.append(("words", match[kind]))
        elif kind == "percent":
            found.append(("percent", "%"))
        elif kind != "skipped":
            found.append((kind, match[0]))
    return found


def _has_text(tokens: _Tokens) -> bool:
    return any(kind == "text" for kind, _ in tokens)


def _has_percent(tokens: _Tokens) -> bool:
    return any(kind == "percent" for kind, _ in tokens)


def _divide(tokens: _Tokens) -> tuple[str, _Tokens, str]:
    """The words before a figure, the parts of the figure, and the words after it."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind in {"digits", "general"}]
    if not places:
        return "", [], ""
    first, last = places[0], places[-1] + 1
    while last < len(tokens) and tokens[last][0] == "comma":
        last += 1
    before = "".join(text for kind, text in tokens[:first] if kind in {"words", "percent"})
    after = "".join(text for kind, text in tokens[last:] if kind in {"words", "percent", "point"})
    return before, tokens[first:last], after


def _shows_zero(figure: _Tokens) -> bool:
    return any(kind == "general" or "0" in text for kind, text in figure)


def _figure(number: Decimal, figure: _Tokens, *, is_percent: bool) -> tuple[str, bool]:
    """A figure as its part of a format shows it, and whether that is certain."""
    number = number * 100 if is_percent else number
    inner = [text for kind, text in figure if kind == "words" and text.strip()]
    kinds = {kind for kind, _ in figure}
    if inner in ([], ["/"]) and ("power" in kinds or "general" in kinds or inner):
        # A power of ten, a fraction or no format: the same figure in another way.
        return _plain(number), True
    if inner not in ([], ["."]):
        return _plain(number), False
    scaled = number / 1000 ** len(figure[-1][1]) if figure[-1][0] == "comma" else number
    if inner:
        # `0!.0,` shows thousands with a point before the last digit, which are ten thousands.
        scaled /= 10 ** _digits(figure[figure.index(("words", ".")) :])
    return _padded(scaled, figure, is_percent=is_percent), True


def _digits(figure: _Tokens) -> int:
    return sum(len(text) for kind, text in figure if kind == "digits")


def _padded(number: Decimal, figure: _Tokens, *, is_percent: bool) -> str:
    """A figure with the zeros that its format asks for: of a number such as 007, or of a part."""
    kinds = [kind for kind, _ in figure]
    if kinds == ["digits"] and number == number.to_integral_value():
        return _plain(number).zfill(figure[0][1].count("0"))
    least = _digits(figure[kinds.index("point") :]) if is_percent and "point" in kinds else 0
    plain = _plain(number)
    digits = len(plain.partition(".")[2])
    return f"{number:.{max(digits, least)}f}" if digits else plain


def _plain(number: Decimal) -> str:
    """A figure with the digits that were typed."""
    return f"{number.normalize():f}"


def show_day(value: datetime, code: str) -> str | None:
    """Return a day as a format with Chinese units or without a day of the month shows it."""
    section = _LITERAL.sub(lambda match: match[1] or match[2] or "", code.partition(";")[0]).lower()
    plain = section.replace("e", "y")
    asked = {part for part in "ymd" if part in plain}
    year, month, day = str(value.year), str(value.month), str(value.day)
    if "h" in plain or "s" in plain:
        return None
    if "年" in plain or "月" in plain:
        units = zip("ymd", (year, month, day), "年月日", strict=True)
        return "".join(f"{figure}{unit}" for part, figure, unit in units if part in asked)
    if asked == {"y"}:
        return year
    return f"{year}-{value:%m}" if asked == {"y", "m"} else None
