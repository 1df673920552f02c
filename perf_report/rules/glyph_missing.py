"""Every character of a text is in one of the fonts, so that no box is printed for it.

The bundled fonts have the characters of the unified repertoire (URO) and the usual punctuation;
a project adds font files for rarer ones with `fonts` in its settings, or `--font`.

中文：每个字都要有字体可用，绝不印出空框。生僻字可在项目设置的 fonts 中加字体文件。

Passes: `zh: 天津`.
Fails: `zh: 𪚥` with the bundled fonts alone.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.rules.plan_walk import iter_indicators, iter_quantities
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# Line breaks are laid out, not drawn.
_NOT_DRAWN = frozenset({ord("\n")})


def check(context: RuleContext) -> Iterator[Finding]:
    """The characters of each text that no font has."""
    for route, text in context.texts:
        for language in context.plan.languages:
            written = text.get(language) or ""
            yield from _missing(context, (*route, language), written)
    for route, _, quantity in iter_quantities(context.plan):
        yield from _missing(context, route, quantity.printed)
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.unit:
            words = f"{indicator.unit.one}{indicator.unit.other}"
            yield from _missing(context, (*route, "unit"), words)
    for name, unit in context.plan.units.items():
        yield from _missing(context, ("units", name), f"{unit.one}{unit.other}")


def _missing(context: RuleContext, route: Route, text: str) -> Iterator[Finding]:
    missing = set(map(ord, text)) - context.characters - _NOT_DRAWN
    for character in dict.fromkeys(text) if missing else ():
        if ord(character) in missing:
            position = text.index(character) + 1
            arguments = {
                "character": character,
                "code": f"U+{ord(character):04X}",
                "position": position,
            }
            yield Finding(rule=RULE.id, route=route, arguments=arguments)


RULE = Rule(
    id="glyph-missing", severity=Severity.ERROR, check=check, needed=True, reads=("@", "languages")
)
