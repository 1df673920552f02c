"""After the figure of a target comes its unit, and nothing else.

A target has one figure. A second one, a range or a ratio after it (`≥12公里、5座`, `≥5到八公里`,
`≤1:3`), an amount that goes on in words (`≥1万两千人`, `≥2年半`), an exponent, a full stop, or a
word that repeats the sign (`≥90次以上`) would count as part of the unit, and the target would be
compared and disclosed with a wrong figure. `validate --fix` corrects what has one reading. Earlier
versions accepted such targets: in a table older than its department's newest, the finding is a
warning, and the table prints as before.

The unit can also be given separately, in Chinese: `target: ≥2` with `unit: 个`.

中文：指标值的数值后面只能是单位；单位也可另写在 unit 中，用中文。第二个数值、区间、比例、用文字接
着写的数（1万两千人、2年半）、指数、句末标点，或与符号重复的“以上”“以内”，都会被误作单位的一部分，
使比较和公开的数值出错。只有一种读法的，可用 validate --fix 改正。以往版本接受过这样的写法：不是本
部门最新年度的表，只作警告，并照原样打印。

Passes: `target: ≥12公里`, `target: {zh: 5～8公里, en: 5 to 8 km}`.
Fails: `target: ≥12公里、5座`.
符合：`target: ≥12公里`、`target: {zh: 5～8公里, en: 5 to 8 km}`。
不符合：`target: ≥12公里、5座`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.model.target import Quantity
from perf_report.model.unit_column import has_no_unit
from perf_report.model.unit_form import is_unit, mend_quantity
from perf_report.rules.plan_walk import iter_indicators, iter_quantities
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Quantities with more than a unit behind the figure, and units apart that are none.

    Without English of the unit, `unit-unknown` says it: such a table cannot be printed.
    """
    for route, indicator, quantity in iter_quantities(context.plan):
        if not is_unit(quantity.unit_name) and not context.lacks_english(
            indicator, quantity.unit_name
        ):
            yield explain(RULE.id, route, quantity)
    yield from _check_column(context)


def _check_column(context: RuleContext) -> Iterator[Finding]:
    """Figures whose unit is to stand apart, and has no Chinese that can be one."""
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.unit is not None and has_no_unit(indicator.target):
            yield Finding(
                rule=RULE.id,
                message="unit-form-column",
                route=(*route, "unit"),
                arguments={"target": indicator.target.printed, "unit": indicator.unit.one},
            )


def explain(rule: str, route: Route, quantity: Quantity) -> Finding:
    """Return the finding on a quantity with more than a unit, with what to write."""
    mended = mend_quantity(quantity)
    close = mended.printed if mended else ""
    return Finding(
        rule=rule,
        message="unit-form-close" if close else "unit-form",
        route=route,
        arguments={
            "target": quantity.printed,
            "figure": quantity.figure,
            "unit": quantity.unit_name,
            "close": close,
        },
        fix=close or None,
    )


RULE = Rule(
    id="unit-form",
    severity=Severity.ERROR,
    check=check,
    fixable=True,
    accepted_before=True,
    reads=("@", "@indicator.unit", "languages", "units"),
)
