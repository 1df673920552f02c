"""What a unit is not: what may stand behind a figure and belongs to no unit.

A unit holds no digit, no sign, no sentence punctuation, no word of a bound (以上, 左右), no rest
of an amount in words (1万二千, 2年半), no second amount (5到八, 5公里及两座) and no `/` except in a
rate (元/人). Characters such as ² behind a letter are no digits here, so that m² is a unit.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from perf_report.model.target import Operator, Quantity, parse_quantity

_STOPS = "。，、；：∶︰！？…,.;:!?"
_DASHES = "‐‑‒–—―−－﹣﹘"
_TILDES = "~～〜〰∼∽˜"
_NUMERALS = "一二三四五六七八九零〇壹贰貳叁參肆伍陆陸柒捌玖廿卅"
_LARGE = "十百千万亿拾佰仟萬億"
# The words behind a unit that make its figure a bound, or no exact one.
_INCLUSIVE = "[（(]不?含(?:本数)?[）)]"
_BOUND = f"[及或]?[以之](?:上|下|内|外|前|后|间)(?:{_INCLUSIVE})?"

# What makes an amount of some more: 万余人, 10多次; but 数据, 余额 and 来访 are words of a unit.
_SOME = "几|[数余多来](?![据字量额热粮媒功元源访宾])"
# The beginning of a second amount, but no 三级 or 一般.
_SECOND = f"[{_NUMERALS}两](?![级类等线档星般流体甲本])|[十百](?=[个座处项件次家名场条台套辆人])"

_NO_UNIT = re.compile(
    # Digits, also those of other scripts, ①, ½, and ² unless it is a power.
    r"\d|[¼-¾⅐-⅟↉①-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉]|(?<![A-Za-z米])[⁰¹²³⁴-⁹]|^[₀-₉Ⅰ-ⅿ]"
    rf"|[{_STOPS}±×+＋﹢{_TILDES}{_DASHES}的﹪]"
    # An amount in words goes on: 1万二千人, 3万余人, 10多次, 2年半, 3点五个, 3成半, 3分之一.
    f"|[{_LARGE}](?:[{_NUMERALS}两半]|{_SOME})|^(?:[{_NUMERALS}]|{_SOME})|^[OoIl○](?![A-Za-z/]|$)"
    "|[个年月周天日]多|.余$|有余|.半$|[年月周天日时]半|个半(?!天|年)"
    f"|^[{_LARGE}]?点[{_NUMERALS}两]|^成[{_NUMERALS}]|^[{_LARGE}]?分之"
    # A second amount, or the other end of a range: 5到八公里, 5公里及两座, 5公里两座.
    f"|^[到至或]|[到至或和及与加另](?:{_SECOND})|-(?:{_SECOND}|$)|两[个座处项件次家名场条台套辆]"
    f"|{_BOUND}$|{_INCLUSIVE}$|(?:左右|上下|不等|内|.许)$|[^{_LARGE}]起$"
    # A percentage is all of its unit, unless it is one of a rate.
    "|^[%‰](?!/|$)"
    # A rate has a unit on both sides of the stroke.
    "|^[/／]|[/／]$|[/／]{2}"
)

_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_EXPONENT = re.compile(r"[eE]\+?(?P<exponent>[0-9]{1,2})(?P<unit>.*)")
_MIXED = re.compile(
    "(?P<large>[百千万亿])(?P<digits>[0-9]{1,4})(?P<small>[十百千万])(?P<unit>(?![十百千万亿]).*)"
)
_LARGEST_EXPONENT = 14

# The words that say again what the sign says.
_SAME_BOUND = {
    Operator.AT_LEAST: re.compile("(?:[（(]含[）)])?(?:[及或]?[以之]上)?(?:[（(]含[）)])?$|[+＋]$"),
    Operator.AT_MOST: re.compile(
        "(?:[（(]含[）)])?(?:[及或]?[以之]下|[以之]?内)?(?:[（(]含[）)])?$"
    ),
}


def is_unit(text: str) -> bool:
    """Whether a text behind a figure can be its unit, as far as its form shows."""
    return _NO_UNIT.search(text) is None


def mend_quantity(quantity: Quantity) -> Quantity | None:
    """A quantity with a unit of its own that says the same; None if it has several readings.

    `≥120%。` and `≥90次以上` say what `≥120%` and `≥90次` say; `≥5~8公里` is no quantity.
    """
    for mend in _MENDS:
        written = mend(quantity)
        mended = parse_quantity(written) if written else None
        if mended is not None and is_unit(mended.unit):
            return mended
    return None


def _without_marks(quantity: Quantity) -> str:
    """Without a stop at the end, odd or doubled signs, and words that repeat the operator."""
    unit = re.sub(r"([%‰])\1+", r"\1", quantity.unit.rstrip(_STOPS).replace("﹪", "%"))
    bound = _SAME_BOUND.get(quantity.operator) if quantity.operator else None
    unit = bound.sub("", unit, count=1) if bound else unit
    return f"{quantity.operator}{quantity.figure}{unit}"


def _without_exponent(quantity: Quantity) -> str | None:
    match = _EXPONENT.fullmatch(quantity.unit)
    if match is None or int(match["exponent"]) > _LARGEST_EXPONENT:
        return None
    value = quantity.value.scaleb(int(match["exponent"]))
    return f"{quantity.operator}{value:f}{match['unit']}"


def _in_one_multiple(quantity: Quantity) -> str | None:
    """1万2千人 in one multiple, 1.2万人."""
    match = _MIXED.fullmatch(quantity.unit)
    if match is None:
        return None
    large, small = _MULTIPLES[match["large"]], _MULTIPLES[match["small"]] * int(match["digits"])
    if small >= large or quantity.value % 1:
        return None
    value = (quantity.value + Decimal(small) / large).normalize()
    return f"{quantity.operator}{value:f}{match['large']}{match['unit']}"


_MENDS: tuple[Callable[[Quantity], str | None], ...] = (
    _without_marks,
    _without_exponent,
    _in_one_multiple,
)
