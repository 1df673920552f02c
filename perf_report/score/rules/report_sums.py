"""The amounts of a report add up: a row of the form’s funds is the sum of its parts.

Initial, adjusted and executed budget are compared each, to the last fen. Where one of them was
adjusted, a row without `adjusted` counts as it began. A published table had a total of 0 over parts
of 90.

中文：监控、自评的资金须相加一致：年初预算数、全年预算数、执行数各列，合计等于各项之和，核对到分。有一项
调整过的，未写 `adjusted` 的各项按年初预算数计。

Passes: an executed total of 90 over parts of 60 and 30.
Fails: an executed total of 0 over the same parts.
符合：执行数合计90，其中60、30。
不符合：执行数合计0，其中60、30。
"""

from collections.abc import Iterable, Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.funds import sum_amounts
from perf_report.model.money import format_amount
from perf_report.model.report import FundsReport
from perf_report.score.rules.report_rule import ReportContext, ReportRule

COLUMNS = ("initial", "adjusted", "executed", "expected")


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows that are not the sum of their parts."""
    rows, tree = context.report.funds, context.tree
    for row, parts in tree.parts.items() if tree else ():
        for column in COLUMNS:
            found = [rows.get(id_) for id_ in (row, *parts)]
            key = column_key(found, column)
            declared, *amounts = (getattr(each, key, None) for each in found)
            summed = sum_amounts(amounts)
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


def column_key(rows: Iterable[FundsReport | None], column: str) -> str:
    """Return what rows have in a column; where one was adjusted, the others are as they began."""
    is_adjusted = column == "adjusted" and any(row and row.adjusted is not None for row in rows)
    return "budget" if is_adjusted else column


RULE = ReportRule(id="report-sums", severity=Severity.ERROR, check=check)
