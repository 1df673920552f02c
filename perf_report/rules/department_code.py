"""The department's code is not a name that the site or a build uses.

Reserved are the folders of the site (`assets`, `data`, `departments`, `en`, `pagefind`, `search`,
`years`), the names of files that a build writes (`table`, `manifest` …), and revisions (`r1`, `r2`
…).

中文：部门代码不得与网站的文件夹（`assets`、`data`、`departments`、`en`、`pagefind`、`search`、
`years`）、生成文件的名称（`table`、`manifest` 等）或版次（`r1`、`r2` 等）相同。

Passes: `code: finance-bureau`.
Fails: `code: assets`.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.reserved_codes import is_reserved
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """A code that is reserved."""
    code = context.plan.department.code
    if is_reserved(code):
        yield reserved_code(code)


def reserved_code(code: str) -> Finding:
    """Return the finding for a code that is reserved."""
    return Finding(rule=RULE.id, route=("department", "code"), arguments={"code": code})


RULE = Rule(id="department-code", severity=Severity.ERROR, check=check, needed=True, reads=("@",))
