"""A code is not a name that the site or a build uses, and no department is a unit of itself.

The names of files that a build writes (`table`, `manifest`, `monitoring-07` …) and of revisions
(`r1`, `r2` …) are reserved, and for departments also the folders of the site (`assets`, `data`,
`departments`, `en`, `pagefind`, `search`, `years`). `parent` is not the department's own code.

中文：部门和项目的代码不得与生成文件的名称（`table`、`manifest`、`monitoring-07` 等）或版次（`r1`、
`r2` 等）相同；部门代码也不得与网站的文件夹（`assets`、`data`、`departments`、`en`、`pagefind`、
`search`、`years`）相同。
`parent` 不得是部门自己的代码。

Passes: `code: finance-bureau`.
Fails: `code: assets`.
符合：`code: finance-bureau`。
不符合：`code: assets`，网站已用此名。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.reserved_codes import is_reserved, is_reserved_project
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """A code that is reserved."""
    code = context.plan.department.code
    if is_reserved(code):
        yield reserved_code(code)
    if context.plan.department.parent == code:
        yield Finding(
            rule=RULE.id,
            message="department-code-parent",
            route=("department", "parent"),
            arguments={"code": code},
        )
    project = context.plan.project
    if project is not None and is_reserved_project(project.code):
        yield Finding(
            rule=RULE.id,
            message="department-code-project",
            route=("project", "code"),
            arguments={"code": project.code},
        )


def reserved_code(code: str) -> Finding:
    """Return the finding for a code that is reserved."""
    return Finding(rule=RULE.id, route=("department", "code"), arguments={"code": code})


RULE = Rule(id="department-code", severity=Severity.ERROR, check=check, needed=True, reads=("@",))
