"""Every unit has English: in the catalog of units, under `units:`, or with the indicator.

A table in Chinese alone needs none.

中文：每个单位都要有英文译法：在单位表中、在文件的 units: 下，或写在该指标旁。只出中文版的表不要求。

Passes: `target: ≥17台`.
Fails: `target: ≥17坨`.
符合：`target: ≥17台`。
不符合：`target: ≥17坨`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.unit_form import is_unit
from perf_report.rules import unit_form
from perf_report.rules.plan_walk import iter_quantities
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Quantities whose unit has no English."""
    for route, indicator, quantity in iter_quantities(context.plan):
        if context.lacks_english(indicator, quantity.unit_name):
            if is_unit(quantity.unit_name):
                yield Finding(rule=RULE.id, route=route, arguments={"unit": quantity.unit_name})
            else:
                yield unit_form.explain(RULE.id, route, quantity)


RULE = Rule(
    id="unit-unknown",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "@indicator.unit", "languages", "units"),
)
