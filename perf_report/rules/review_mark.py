"""A value that is marked for review is not disclosed.

`perf-report new --from` marks what it carries over from the year before, and people mark what they
are not sure of: a comment that begins with `待核` or `to review`, after the value or on the line
above it; `# 【待核】` and `# - to-review` are marks, too. Such a table can be built, but `publish`
refuses it. No comment accepts this finding and no setting turns it off; after checking the value,
delete the mark.

中文：标有“待核”的值不得公开。以“待核”或“to review”开头的注释（`# 【待核】` 等也算）写在值的后面或
上一行，表示该值尚待核对；表可以生成，但 publish 拒绝公开。这条规则不能用注释接受，也不能在设置中
关闭；核对后请删除注释。

Passes: `target: ≥12片  # as agreed with the district`.
Fails: `target: ≥12片  # to review: carried over from 2025`.
符合：`target: ≥12片  # 已与区里商定`。
不符合：`target: ≥12片  # 待核：沿用2025年`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Marks, each at the value that it is about."""
    for mark in context.review_marks:
        arguments = {"text": mark.text}
        if mark.route is None:
            yield Finding(rule=RULE.id, span=mark.span, arguments=arguments)
        else:
            yield Finding(rule=RULE.id, route=mark.route, arguments=arguments)


RULE = Rule(id="review-mark", severity=Severity.WARNING, check=check, lasting=True, reads=())
