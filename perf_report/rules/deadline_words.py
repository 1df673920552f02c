"""The words of a deadline and `by` give the same day.

The words are printed, `by` is compared. A difference of one day is accepted, since `12月31日前` may
include that day or not. A month, a quarter or ten days (6月中旬) end with their last day. Words
with no day, or with several, are not checked, nor is `6月前`, which has two readings. A date that
does not exist is reported in any case.

中文：时限的文字与 by 应为同一天。打印以文字为准，比较以 by 为准；相差一天不作提示（“12月31日前”可
以含当日，也可以不含）。只写到月、季度、旬的，以其最后一天为准。文字没有写明日期，写了不止一个日期，
或有两种读法（“6月前”）的，不作检查。日历上没有的日期（6月31日），无论 by 是哪一天都会指出。

Passes: `{zh: 2025年6月底前, by: 2025-06-30}`.
Fails: `{zh: 2025年12月底前, by: 2025-06-30}`, `{zh: 2025年6月31日前, by: 2025-06-30}`.
符合：`{zh: 2025年6月底前, by: 2025-06-30}`。
不符合：`{zh: 2025年12月底前, by: 2025-06-30}`、`{zh: 2025年6月31日前, by: 2025-06-30}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Deadline
from perf_report.model.worded_target import days_in_words
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_NO_DAY = "deadline-words-no-day"


def check(context: RuleContext) -> Iterator[Finding]:
    """Deadlines whose words name another day."""
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        if not isinstance(target, Deadline):
            continue
        words = target.text.zh or ""
        said = days_in_words(words, context.plan.year)
        if None in said.days:
            arguments = {"words": words}
            yield Finding(
                rule=RULE.id, message=_NO_DAY, route=(*route, "target"), arguments=arguments
            )
        elif said.day is not None and abs((said.day - target.by).days) > 1:
            arguments = {"by": target.by.isoformat(), "day": said.day.isoformat()}
            yield Finding(rule=RULE.id, route=(*route, "target", "by"), arguments=arguments)


RULE = Rule(
    id="deadline-words",
    severity=Severity.WARNING,
    check=check,
    reads=("year", "@indicator.target"),
)
