"""A `#` inside a text does not cut the text off.

In YAML, a space and a `#` begin a comment, so the rest of an unquoted text is not printed. A
comment has a space after its `#`; without one, the `#` seems to belong to the text.

中文：在 YAML 中，空格加 # 表示注释，未加引号的文字会从那里断开，其后不打印。# 后没有空格的，像是
正文的一部分；确是注释的，请在 # 后加一个空格。

Passes: `zh: "完成清淤 #1 河道"`, `zh: 完成清淤  # 两条河道`.
Fails: `zh: 完成清淤 #1 河道`.
符合：`zh: "完成清淤 #1 河道"`、`zh: 完成清淤  # 两条河道`。
不符合：`zh: 完成清淤 #1 河道`。
"""

import re
from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.review_mark import WORDS
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# What a person puts behind `#` without a space and means as a comment all the same.
_COMMENT = re.compile(rf"#(?:\s|#|$|perf-report:|\W*{WORDS})", re.IGNORECASE)


def check(context: RuleContext) -> Iterator[Finding]:
    """Unquoted texts with a comment behind them that seems to be their rest."""
    for comment in context.text_comments:
        if not _COMMENT.match(comment.text):
            arguments = {"rest": comment.text}
            yield Finding(rule=RULE.id, route=comment.route, span=comment.span, arguments=arguments)


RULE = Rule(id="text-cut", severity=Severity.WARNING, check=check, reads=("@",))
