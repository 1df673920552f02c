"""The amounts of a report add up: a row of the form’s funds is the sum of its parts.

Initial, adjusted and executed budget are compared each, to the last fen. A published table had a
total of 0 over parts of 90.

中文：监控、自评的资金须相加一致：年初预算数、全年预算数、执行数各列，合计等于各项之和，核对到分。

Passes: an executed total of 90 over parts of 60 and 30.
Fails: an executed total of 0 over the same parts.
符合：执行数合计90，其中60、30。
不符合：执行数合计0，其中60、30。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.funds import sum_amounts
from perf_report.model.money import format_amount
from perf_report.score.rules.report_rule import ReportContext, ReportRule

COLUMNS = ("initial", "adjusted", "executed", "expected")


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows that are not the sum of their parts."""
    rows, tree = context.report.funds, context.tree
    for row, parts in tree.parts.items() if tree else ():
        for column in COLUMNS:
            declared = getattr(rows.get(row), column, None)
            summed = sum_amounts([getattr(rows.get(part), column, None) for part in parts])
            if declared is not None and summed is not None and declared != summed:
                yield Finding(
                    rule=RULE.id,
                    route=("funds", row, column),
                    arguments={
                        "column": Term("funds-column", column),
                        "declared": format_amount(declared),
                        "sum": format_amount(summed),
                    },
                )


RULE = ReportRule(id="report-sums", severity=Severity.ERROR, check=check)
