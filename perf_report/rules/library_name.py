"""A name that is almost the same as one in the library of indicators is written as in the library.

Names are compared within a category, by their Chinese, without spaces and differences of width. A
name with a different figure or a different negation is a different indicator.

中文：指标名称与指标库中同类指标的名称几乎相同的，应采用指标库的名称。比较时不计空格和全角、半角之
别；数字或否定词不同的，视为不同的指标。

Passes: the name `群众满意度`, which the library has.
Fails: the name `群众的满意度`, if the library has `群众满意度`.
符合：指标库中为“群众满意度”，表中也写“群众满意度”。
不符合：指标库中为“群众满意度”，表中写“群众的满意度”。
"""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from perf_report.model.characters import plain_text
from perf_report.model.finding import Finding, Severity
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# The least likeness of two names, in percent: one character more in a name of four, or another one
# in a name of nine. 软件采购数量 and 硬件采购数量 have 83.
MIN_LIKENESS = 88

_TELLING = re.compile("[0-9]+|[不未非无零超]")

_Thing = TypeVar("_Thing")


def check(context: RuleContext) -> Iterator[Finding]:
    """Names that are almost that of an indicator of the library, and no other's."""
    library = context.library
    for route, _, indicator in iter_indicators(context.plan) if library.files else ():
        name = plain_text(indicator.name.zh or "")
        known = {} if name in library.plain_names else library.by_category
        close = closest(name, known.get(indicator.category, {}))
        if close is not None:
            arguments = {
                "name": indicator.name.zh,
                "close": close.name.zh,
                "id": close.id,
                "library": library.name_of(close),
            }
            yield Finding(rule=RULE.id, route=(*route, "name", "zh"), arguments=arguments)


def closest(name: str, known: Mapping[str, _Thing]) -> _Thing | None:
    """Return what has the name most like this one, the first of equals; None if none is."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    alike = extract(name, known.keys(), scorer=ratio, score_cutoff=MIN_LIKENESS, limit=None)
    telling = _TELLING.findall(name)
    return next((known[each] for each, *_ in alike if _TELLING.findall(each) == telling), None)


RULE = Rule(
    id="library-name",
    severity=Severity.INFO,
    check=check,
    reads=("@", "@indicator.category"),
)
