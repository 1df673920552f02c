"""A second computation of evaluation scores, written from the rules alone.

It shares no code with the package, so that the two can be compared. All arithmetic is done
with ``fractions.Fraction``; there are no floats.

``score(evaluation)`` takes plain data::

    {"scoring": {...},        # the mapping of a scoring file, numbers as strings
     "execution": {"adjusted": "409.60", "executed": "398.21"} or {"not_applicable": True},
     "indicators": [
         {"id": "a",
          "level": "output",           # the id of its level 1
          "weight": "10" or None,      # its own weight
          "better": "more" | "less" | None,
          "target": one of
              {"kind": "quantity", "operator": SIGN or None, "value": "95"}
              {"kind": "range", "low": "80", "high": "90"}
              {"kind": "ratio", "operator": SIGN or None, "value": "1/3"}
              {"kind": "duration", "operator": SIGN or None, "value": "12"}
              {"kind": "deadline", "day": "2025-12-31"}
              {"kind": "words"},
          "actual": {"value": "93.5"} | {"day": "2026-01-05"} | {"tier": "achieved"},
          "score": "9.5" or None,      # by hand, for words only
          "not_applicable": False}],
     "weights": {level id: "0"}}       # the report's own level weights, optional

and returns::

    {"total": "92.35", "grade": "excellent",
     "execution": {"weight": "10", "rate": "97.21923828125", "score": "9.72"},
     "indicators": [{"id": "a", "weight": "10", "score": "9.84", "met": False}]}

SIGN is one of the five characters in ``SIGNS``. ``total`` and every ``score`` have exactly
``places`` digits after the point. ``weight`` is the exact decimal without trailing zeros.
``rate`` is executed divided by adjusted in percent, without a percent sign, not capped: the
exact decimal where there is one, else a fraction such as ``"200/3"``. ``score``, ``met`` and
``rate`` are None where the row is not applicable. ``total`` and ``grade`` are None where no
row with a weight is applicable, and ``grade`` is None where no grade reaches so far down.

A scoring may leave keys out. The defaults are: no execution, no level weights, no table
``late``, and for the other rules the values of ``DEFAULTS``.

``random_evaluation(seed)`` draws such data. The same seed gives the same data.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Data = dict[str, Any]
Result = tuple[Fraction, bool]
"""The part of the weight that is earned (1 is all of it), and whether the target is met."""

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)
HALF = Fraction(1, 2)

AT_LEAST = "\u2265"
AT_MOST = "\u2264"
MORE_THAN = "\uff1e"
LESS_THAN = "\uff1c"
EQUAL = "\uff1d"
SIGNS = (AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN, EQUAL)

ALL_OR_NOTHING = "all-or-nothing"
RULES = {
    "at_least": ("proportional", ALL_OR_NOTHING),
    "at_most": ("overrun", "inverse", ALL_OR_NOTHING),
    "above_equal": ("full", "as-at-most"),
}
DEFAULTS = {
    "at_least": "proportional",
    "at_most": "overrun",
    "above_equal": "full",
    "places": "2",
}


# Figures


def _number(figure: Any) -> Fraction:
    """Read a figure: a decimal, or a ratio written with a slash or a colon."""
    return Fraction(str(figure).strip().replace(":", "/"))


def _round_half_up(figure: Fraction, places: int) -> Fraction:
    """Round a figure that is not negative; a half goes up."""
    scale = 10**places
    return Fraction(math.floor(figure * scale + HALF), scale)


def _round_down(figure: Fraction, places: int) -> Fraction:
    """Leave out the digits after the last place."""
    scale = 10**places
    return Fraction(math.floor(figure * scale), scale)


def _fixed(figure: Fraction, places: int) -> str:
    """Write a figure that has no more digits than ``places`` with exactly so many."""
    units = figure * 10**places
    if units.denominator != 1:
        raise ValueError(f"{figure} has more than {places} digits after the point")
    digits = str(abs(units.numerator)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    if places == 0:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _power(figure: int, prime: int) -> int:
    """Count how often ``prime`` divides ``figure``."""
    count = 0
    while figure % prime == 0:
        figure //= prime
        count += 1
    return count


def _exact(figure: Fraction) -> str:
    """Write a figure exactly: the shortest decimal, or a fraction where there is none."""
    twos, fives = _power(figure.denominator, 2), _power(figure.denominator, 5)
    if figure.denominator != 2**twos * 5**fives:
        return str(figure)
    return _fixed(figure, max(twos, fives))


# The scoring's rules


def _rule(scoring: Data, name: str) -> str:
    """Look up one of the scoring's rules, and refuse a word that is not known."""
    value = str(scoring.get(name, DEFAULTS[name]))
    if value not in RULES[name]:
        raise ValueError(f"{name}: {value} is not a rule")
    return value


def _places(scoring: Data) -> int:
    """Tell how many digits a score has after the point."""
    return int(scoring.get("places", DEFAULTS["places"]))


# Weights


def _spread(weight: Fraction, count: int) -> list[Fraction]:
    """Spread a level's weight over its indicators in hundredths.

    The shares are equal, so all remainders are equal, and the hundredths that are left go to
    the first indicators. Where the weight itself is no whole number of hundredths, the rest
    below a hundredth goes to the next one, so that the shares still add to the weight.
    """
    units = weight * 100
    base = math.floor(units / count)
    left = units - base * count
    shares = [base + max(ZERO, min(ONE, left - place)) for place in range(count)]
    return [share / 100 for share in shares]


def _level_weights(evaluation: Data) -> Data:
    """Tell the weight of each level: the report's where it names the level, else the scoring's."""
    return {**(evaluation["scoring"].get("weights") or {}), **(evaluation.get("weights") or {})}


def _weights(evaluation: Data) -> list[Fraction]:
    """Tell the weight of every indicator, in document order."""
    indicators: list[Data] = evaluation["indicators"]
    if all(indicator.get("weight") is not None for indicator in indicators):
        return [_number(indicator["weight"]) for indicator in indicators]
    level_weights = _level_weights(evaluation)
    result = [ZERO] * len(indicators)
    for level in dict.fromkeys(indicator["level"] for indicator in indicators):
        if level not in level_weights:
            raise ValueError(f"the level {level} has no weight")
        rows = [row for row, indicator in enumerate(indicators) if indicator["level"] == level]
        shares = _spread(_number(level_weights[level]), len(rows))
        for row, share in zip(rows, shares, strict=True):
            result[row] = share
    return result


# One figure against one bound


def _score_at_least(actual: Fraction, bound: Fraction, scoring: Data, *, strict: bool) -> Result:
    """Compare with a lower bound; ``strict`` says that the bound itself does not reach it."""
    if actual > bound or (actual == bound and not strict):
        return ONE, True
    if _rule(scoring, "at_least") == ALL_OR_NOTHING or bound <= 0 or actual < 0:
        return ZERO, False
    return actual / bound, False


def _score_at_most(actual: Fraction, bound: Fraction, scoring: Data, *, strict: bool) -> Result:
    """Compare with an upper bound; ``strict`` says that the bound itself does not reach it.

    After the first two checks the actual is no smaller than a bound above zero, so the
    inverse rule never divides by zero.
    """
    if actual < bound or (actual == bound and not strict):
        return ONE, True
    rule = _rule(scoring, "at_most")
    if rule == ALL_OR_NOTHING or bound <= 0:
        return ZERO, False
    if rule == "inverse":
        return bound / actual, False
    return max(ZERO, 1 - (actual - bound) / bound), False


def _score_equal(actual: Fraction, bound: Fraction, scoring: Data) -> Result:
    """Compare with a figure that is to be equal.

    The rules read it as at least for a positive target alone; one of zero is "reached or nothing".
    It is reached when the actual is equal, not when it is beyond: a single accident does not
    reach a target of no accidents. A target below zero has no beyond that is better, either.
    """
    if actual == bound:
        return ONE, True
    if bound <= 0:
        return ZERO, False
    if actual < bound:
        return _score_at_least(actual, bound, scoring, strict=False)
    if _rule(scoring, "above_equal") == "full":
        return ONE, True
    return _score_at_most(actual, bound, scoring, strict=False)


def _score_sign(actual: Fraction, bound: Fraction, sign: str, scoring: Data) -> Result:
    """Compare by one of the five signs."""
    if sign in (AT_LEAST, MORE_THAN):
        return _score_at_least(actual, bound, scoring, strict=sign == MORE_THAN)
    if sign in (AT_MOST, LESS_THAN):
        return _score_at_most(actual, bound, scoring, strict=sign == LESS_THAN)
    if sign == EQUAL:
        return _score_equal(actual, bound, scoring)
    raise ValueError(f"{sign} is not a sign")


# The kinds of targets


def _sign(indicator: Data) -> str:
    """Tell the sign of a target: its own, else what its kind or ``better`` stands for."""
    target = indicator["target"]
    own = target.get("operator")
    if own is not None:
        return str(own)
    if target["kind"] == "duration":
        return AT_MOST
    return {"more": AT_LEAST, "less": AT_MOST}.get(str(indicator.get("better")), EQUAL)


def _score_value(indicator: Data, scoring: Data) -> Result:
    """Score a quantity, a ratio or a duration."""
    actual = _number(indicator["actual"]["value"])
    bound = _number(indicator["target"]["value"])
    return _score_sign(actual, bound, _sign(indicator), scoring)


def _score_range(indicator: Data, scoring: Data) -> Result:
    """Score a range by the bound that is missed; both bounds belong to the range."""
    actual = _number(indicator["actual"]["value"])
    low, high = _number(indicator["target"]["low"]), _number(indicator["target"]["high"])
    if actual < low:
        return _score_at_least(actual, low, scoring, strict=False)
    return _score_at_most(actual, high, scoring, strict=False)


def _score_deadline(indicator: Data, scoring: Data) -> Result:
    """Score a deadline by the day, with the scoring's table for late ones, if it has one."""
    due = date.fromisoformat(indicator["target"]["day"])
    done = date.fromisoformat(indicator["actual"]["day"])
    days = (done - due).days
    if days <= 0:
        return ONE, True
    table = sorted((int(row["days"]), _number(row["part"])) for row in scoring.get("late") or [])
    for limit, part in table:
        if days <= limit:
            return part, False
    return ZERO, False


def _score_words(indicator: Data, scoring: Data, weight: Fraction) -> Result:
    """Score words by their tier; a score by hand is kept inside the tier."""
    name = indicator["actual"]["tier"]
    tier = next(tier for tier in scoring["tiers"] if tier["id"] == name)
    low, high = _number(tier["from"]) / 100, _number(tier["to"]) / 100
    met = high == 1
    if indicator.get("score") is None or weight == 0:
        return high, met
    return min(high, max(low, _number(indicator["score"]) / weight)), met


def _result(indicator: Data, scoring: Data, weight: Fraction) -> Result:
    """Score one indicator by the kind of its target; an actual that is a tier is words."""
    kind = indicator["target"]["kind"]
    if kind == "words" or "tier" in indicator["actual"]:
        return _score_words(indicator, scoring, weight)
    if kind == "deadline":
        return _score_deadline(indicator, scoring)
    if kind == "range":
        return _score_range(indicator, scoring)
    if kind in ("quantity", "ratio", "duration"):
        return _score_value(indicator, scoring)
    raise ValueError(f"{kind} is not a kind of target")


# The whole report


def _points(weight: Fraction, part: Fraction, places: int) -> Fraction:
    """Turn a part of the weight into a rounded score, never negative, never above the weight."""
    rounded = _round_half_up(weight * max(ZERO, min(ONE, part)), places)
    return rounded if rounded <= weight else _round_down(weight, places)


def _rate(execution: Data | None) -> Fraction | None:
    """Tell what part of the budget was executed; None where nothing was budgeted."""
    if execution is None or execution.get("not_applicable"):
        return None
    adjusted = _number(execution["adjusted"])
    return _number(execution["executed"]) / adjusted if adjusted > 0 else None


def _execution_points(rate: Fraction, rule: Data, places: int) -> Fraction:
    """Score the execution, at most its weight."""
    return _points(_number(rule["weight"]), rate, places)


def _optional(points: Fraction | None, places: int) -> str | None:
    """Write a score, or None."""
    return None if points is None else _fixed(points, places)


def _grade(total: Fraction, scoring: Data) -> str | None:
    """Tell the highest grade whose lower end the total reaches."""
    reached = [grade for grade in scoring.get("grades") or [] if _number(grade["from"]) <= total]
    if not reached:
        return None
    return str(max(reached, key=lambda grade: _number(grade["from"]))["id"])


def _total(rows: list[tuple[Fraction, Fraction | None]], places: int) -> Fraction | None:
    """Add the scores of the applicable rows, and scale them to one hundred."""
    applicable = [(weight, points) for weight, points in rows if points is not None]
    weights = sum((weight for weight, _ in applicable), ZERO)
    if weights == 0:
        return None
    return _round_half_up(sum((points for _, points in applicable), ZERO) * 100 / weights, places)


def score(evaluation: Data) -> Data:
    """Compute the scores of one evaluation; the module's docstring says what goes in and out."""
    scoring: Data = evaluation["scoring"]
    places = _places(scoring)
    rule: Data = scoring.get("execution") or {"weight": "0"}
    rate = _rate(evaluation.get("execution")) if scoring.get("execution") else None
    execution = None if rate is None else _execution_points(rate, rule, places)
    rows = [(_number(rule["weight"]), execution)]
    indicators = []
    for indicator, weight in zip(evaluation["indicators"], _weights(evaluation), strict=True):
        points: Fraction | None = None
        met: bool | None = None
        if not indicator.get("not_applicable"):
            part, met = _result(indicator, scoring, weight)
            points = _points(weight, part, places)
        rows.append((weight, points))
        indicators.append(
            {
                "id": indicator["id"],
                "weight": _exact(weight),
                "score": _optional(points, places),
                "met": met,
            }
        )
    total = _total(rows, places)
    return {
        "total": _optional(total, places),
        "grade": None if total is None else _grade(total, scoring),
        "execution": {
            "weight": _exact(_number(rule["weight"])),
            "rate": None if rate is None else _exact(rate * 100),
            "score": _optional(execution, places),
        },
        "indicators": indicators,
    }


# Random data

KINDS = ("quantity", "range", "ratio", "duration", "deadline", "words")
LEVELS = ("output", "benefit", "satisfaction")


def _chance(rng: random.Random, percent: int) -> bool:
    """Say yes in so many of a hundred draws."""
    return rng.randrange(100) < percent


def _draw_parts(rng: random.Random, total: Fraction, count: int, unit: Fraction) -> list[Fraction]:
    """Divide a weight at random into so many parts, each at least one unit."""
    units = int(total / unit)
    cuts = sorted(rng.sample(range(1, units), count - 1))
    ends = [*cuts, units]
    return [(end - start) * unit for start, end in zip([0, *cuts], ends, strict=True)]


def _draw_tie(rng: random.Random, low: Fraction, high: Fraction, places: int) -> Fraction | None:
    """Draw a score between two ends that is exactly half way between two rounded ones."""
    scale = 10**places
    first, last = math.ceil(low * scale), math.floor(high * scale) - 1
    if last < first:
        return None
    return Fraction(2 * rng.randint(first, last) + 1, 2 * scale)


def _draw_scoring(rng: random.Random, places: int, execution: int) -> Data:
    """Draw a scoring; its level weights are drawn later."""
    middle = rng.choice((("80", "60"), ("80", "50"), ("75.5", "60")))
    scoring: Data = {
        "id": "random",
        "source": "random",
        "execution": {"weight": str(execution)},
        "over_completion": {"from": "130", "reason": "required"},
        "tiers": [
            {"id": "achieved", "from": middle[0], "to": "100"},
            {"id": "partly", "from": middle[1], "to": middle[0]},
            {"id": "missed", "from": "0", "to": middle[1]},
        ],
        "places": str(places),
        "grades": [
            {"id": "excellent", "from": "90"},
            {"id": "good", "from": "80"},
            {"id": "fair", "from": "60"},
            {"id": "poor", "from": "0"},
        ],
    }
    scoring |= {name: rng.choice(rules) for name, rules in RULES.items()}
    if _chance(rng, 60):
        scoring["late"] = [{"days": "30", "part": "0.8"}, {"days": "90", "part": "0.55"}]
    return scoring


def _draw_execution(rng: random.Random, weight: int, places: int) -> Data:
    """Draw what was budgeted and what was executed."""
    case = rng.choice(("none", "zero", "tie", "over", "full", "part", "part", "part", "unused"))
    if case == "none":
        return {"not_applicable": True}
    adjusted = Fraction(rng.randint(1, 100000), 100)
    executed = adjusted * rng.randint(1, 99) / 100
    if case == "zero":
        adjusted, executed = ZERO, ZERO
    elif case == "tie":
        times = rng.randint(1, 40)
        tie = _draw_tie(rng, ZERO, Fraction(weight), places) or ZERO
        adjusted, executed = Fraction(weight * times), tie * times
    elif case == "over":
        executed = adjusted * rng.randint(101, 150) / 100
    elif case == "full":
        executed = adjusted
    elif case == "unused":
        executed = ZERO
    return {"adjusted": _exact(adjusted), "executed": _exact(executed)}


def _draw_figure(rng: random.Random) -> Fraction:
    """Draw a target's figure: zero, negative or, in most draws, positive."""
    case = rng.randrange(100)
    if case < 12:
        return ZERO
    size = Fraction(rng.randint(1, 2000), rng.choice((1, 10, 100)))
    return -size if case < 24 else size


def _draw_near(rng: random.Random, bound: Fraction) -> Fraction:
    """Draw an actual in some relation to a bound."""
    step = Fraction(1, 100)
    return rng.choice(
        (
            bound,
            bound,
            bound + step,
            bound - step,
            bound * rng.randint(1, 99) / 100,
            bound * rng.randint(1, 99) / 100,
            bound * rng.randint(101, 199) / 100,
            bound * rng.randint(101, 199) / 100,
            bound * 2,
            bound * 2 + step,
            bound * 2 - step,
            bound * 3,
            ZERO,
            -bound,
            bound - rng.randint(1, 30),
            bound + rng.randint(1, 30),
        )
    )


def _value(figure: Fraction) -> Data:
    """Write an actual that is a figure."""
    return {"value": _exact(figure)}


def _draw_tied_quantity(
    rng: random.Random, scoring: Data, weight: Fraction
) -> tuple[Data, Data] | None:
    """Draw a quantity whose score is exactly half way between two rounded ones."""
    tie = _draw_tie(rng, ZERO, weight, _places(scoring))
    sign = rng.choice((AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN))
    lower = sign in (AT_LEAST, MORE_THAN)
    rule = _rule(scoring, "at_least" if lower else "at_most")
    if tie is None or rule == ALL_OR_NOTHING:
        return None
    times = rng.randint(1, 20)
    target, actual = weight * times, tie * times
    if rule == "overrun":
        actual = 2 * target - actual
    elif rule == "inverse":
        target, actual = actual, target
    return {"kind": "quantity", "operator": sign, "value": _exact(target)}, _value(actual)


def _draw_quantity(rng: random.Random, scoring: Data, weight: Fraction) -> tuple[Data, Data]:
    """Draw a quantity and its actual."""
    tied = _draw_tied_quantity(rng, scoring, weight) if _chance(rng, 20) else None
    if tied is not None:
        return tied
    bound = _draw_figure(rng)
    target = {
        "kind": "quantity",
        "operator": rng.choice((*SIGNS, None, None, None)),
        "value": _exact(bound),
    }
    return target, _value(_draw_near(rng, bound))


def _draw_range(rng: random.Random) -> tuple[Data, Data]:
    """Draw a range and an actual near one of its bounds or inside."""
    low = _draw_figure(rng)
    high = low + Fraction(rng.randint(0, 500), rng.choice((1, 10)))
    actual = _draw_near(rng, rng.choice((low, high)))
    if _chance(rng, 15):
        actual = (low + high) / 2
    return {"kind": "range", "low": _exact(low), "high": _exact(high)}, _value(actual)


def _draw_ratio(rng: random.Random) -> tuple[Data, Data]:
    """Draw a ratio, which is written without a sign; its actual is a ratio too."""
    top, bottom = rng.randint(1, 12), rng.randint(1, 12)
    target = {"kind": "ratio", "operator": None, "value": f"{top}/{bottom}"}
    if _chance(rng, 25):
        return target, {"value": f"{top}/{bottom}"}
    return target, {"value": f"{rng.randint(0, 15)}/{bottom}"}


def _draw_duration(rng: random.Random) -> tuple[Data, Data]:
    """Draw a duration; it is never negative, and seldom zero."""
    bound = rng.choice((0, *range(1, 25)))
    sign = rng.choice((None, None, None, None, AT_MOST, LESS_THAN, AT_LEAST, EQUAL))
    actual = max(0, rng.choice((bound, bound * 2, 0, bound + 1, bound + rng.randint(-9, 30))))
    target = {"kind": "duration", "operator": sign, "value": str(bound)}
    return target, {"value": str(actual)}


def _draw_deadline(rng: random.Random) -> tuple[Data, Data]:
    """Draw a deadline and a day before it, on it or after it."""
    due = date(2025, 1, 1) + timedelta(days=rng.randrange(365))
    days = rng.choice((-40, -1, 0, 0, 1, 29, 30, 31, 89, 90, 91, 200, rng.randint(1, 120)))
    done = due + timedelta(days=days)
    return {"kind": "deadline", "day": due.isoformat()}, {"day": done.isoformat()}


def _draw_hand(rng: random.Random, tier: Data, weight: Fraction, places: int) -> str:
    """Draw a score by hand: inside the tier, at its ends, outside, or a tie."""
    low, high = weight * _number(tier["from"]) / 100, weight * _number(tier["to"]) / 100
    inside = low + (high - low) * rng.randint(0, 100) / 100
    tie = _draw_tie(rng, low, high, places)
    hand = rng.choice((inside, inside, low, high, low - 1, high + 1, ZERO, tie, tie))
    return _exact(max(ZERO, inside if hand is None else hand))


def _draw_target(
    rng: random.Random, kind: str, scoring: Data, weight: Fraction
) -> tuple[Data, Data]:
    """Draw a target of the kind, and its actual."""
    if kind == "quantity":
        return _draw_quantity(rng, scoring, weight)
    if kind == "range":
        return _draw_range(rng)
    if kind == "ratio":
        return _draw_ratio(rng)
    if kind == "duration":
        return _draw_duration(rng)
    if kind == "deadline":
        return _draw_deadline(rng)
    return {"kind": "words"}, {"tier": rng.choice(scoring["tiers"])["id"]}


def _draw_content(rng: random.Random, indicator: Data, scoring: Data, weight: Fraction) -> None:
    """Fill in an indicator's target, actual and score by hand, now that its weight is known."""
    kind = indicator.pop("kind")
    indicator["target"], indicator["actual"] = _draw_target(rng, kind, scoring, weight)
    if kind == "words":
        name = indicator["actual"]["tier"]
        tier = next(tier for tier in scoring["tiers"] if tier["id"] == name)
        indicator["score"] = _draw_hand(rng, tier, weight, _places(scoring))


def _draw_rows(rng: random.Random) -> list[Data]:
    """Draw indicators of all kinds in a random order, with no weights and targets yet."""
    count = rng.randint(3, 12)
    kinds = [*rng.sample(KINDS, len(KINDS)), *rng.sample(KINDS, len(KINDS))][:count]
    return [
        {
            "id": f"indicator-{row}",
            "level": rng.choice(LEVELS),
            "weight": None,
            "better": rng.choice(("more", "less", None)),
            "kind": kind,
            "score": None,
            "not_applicable": _chance(rng, 12),
        }
        for row, kind in enumerate(kinds, start=1)
    ]


def _draw_level_weights(rng: random.Random, evaluation: Data, rest: Fraction) -> None:
    """Draw the scoring's level weights, and the report's where a level has no indicator."""
    unit = rng.choice((ONE, ONE, HALF, Fraction(1, 100)))
    drawn = _draw_parts(rng, rest, len(LEVELS), unit)
    scoring = evaluation["scoring"]
    scoring["weights"] = {level: _exact(part) for level, part in zip(LEVELS, drawn, strict=True)}
    used = {indicator["level"] for indicator in evaluation["indicators"]}
    if len(used) < len(LEVELS) or _chance(rng, 25):
        parts = iter(_draw_parts(rng, rest, len(used), unit))
        evaluation["weights"] = {
            level: _exact(next(parts)) if level in used else "0" for level in LEVELS
        }


def _draw_own_weights(rng: random.Random, evaluation: Data, rest: Fraction) -> None:
    """Draw a weight of its own for every indicator, with no more digits than a score has."""
    indicators = evaluation["indicators"]
    digits = rng.choice((0, min(2, _places(evaluation["scoring"]))))
    parts = _draw_parts(rng, rest, len(indicators), Fraction(1, 10**digits))
    for indicator, part in zip(indicators, parts, strict=True):
        indicator["weight"] = _exact(part)


def random_evaluation(seed: int) -> Data:
    """Draw data for ``score``; the same seed gives the same data.

    The weights and the execution's add to 100, at least one indicator is applicable, and no
    weight has more digits after the point than a score. Level weights are drawn in any case, so
    that own weights are seen to count before them.
    """
    rng = random.Random(seed)  # noqa: S311  # The same data from the same seed, and no secret.
    own = _chance(rng, 50)
    places = rng.choice((0, 1, 2, 2, 2, 3) if own else (2, 2, 2, 3))
    execution = rng.choice((10, 10, 20, 15))
    evaluation: Data = {
        "scoring": _draw_scoring(rng, places, execution),
        "execution": _draw_execution(rng, execution, places),
        "indicators": _draw_rows(rng),
    }
    _draw_level_weights(rng, evaluation, HUNDRED - execution)
    if own:
        _draw_own_weights(rng, evaluation, HUNDRED - execution)
    indicators = evaluation["indicators"]
    if all(indicator["not_applicable"] for indicator in indicators):
        indicators[0]["not_applicable"] = False
    for indicator, weight in zip(indicators, _weights(evaluation), strict=True):
        _draw_content(rng, indicator, evaluation["scoring"], weight)
    return evaluation
