"""A report without what is not public: the values of fields and columns with `public: false`.

A value that the form does not know is not public either, since nothing says that it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perf_report.model.field_value import Cells
from perf_report.model.form import Column, Field, Form, FundsBlock
from perf_report.model.form_routes import is_private
from perf_report.model.report import Report
from perf_report.model.route import Route

_Asked = Mapping[str, Field] | Mapping[str, Column]


def public_report(report: Report, form: Form) -> Report:
    """Return the report that goes out: the same object if all of it is public."""
    private = set(private_routes(report, form))
    if not private:
        return report
    return replace(
        report,
        fields=_public(report.fields, ("fields",), private),
        funds={
            id_: replace(row, extra=_public(row.extra, ("funds", id_, "extra"), private))
            for id_, row in report.funds.items()
        },
        indicators={
            id_: replace(said, extra=_public(said.extra, ("indicators", id_, "extra"), private))
            for id_, said in report.indicators.items()
        },
    )


def private_routes(report: Report, form: Form | None) -> Iterator[Route]:
    """Yield the route of each value that is not public, by the ids of fields and columns.

    Without a form, nothing says that one is.
    """
    yield from _private(report.fields, form.asked_fields() if form else {}, ("fields",))
    blocks = form.blocks_of(FundsBlock) if form else ()
    columns = {each.id: each for block in blocks for each in block.columns}
    for id_, row in report.funds.items():
        yield from _private(row.extra, columns, ("funds", id_, "extra"))
    for id_, said in report.indicators.items():
        own = form.own_columns() if form else {}
        yield from _private(said.extra, own, ("indicators", id_, "extra"))


def _private(cells: Cells, asked: _Asked, route: Route) -> Iterator[Route]:
    for id_ in cells:
        if is_private(asked.get(id_)):
            yield (*route, id_)


def _public(cells: Cells, route: Route, private: set[Route]) -> Cells:
    return {id_: value for id_, value in cells.items() if (*route, id_) not in private}
