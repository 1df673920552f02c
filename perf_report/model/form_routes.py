"""Which field or column of a form a value of a spec belongs to."""

from perf_report.model.form import AMOUNT, Column, Field, Form
from perf_report.model.route import Route


def value_route(route: Route) -> Route | None:
    """Return the route of the value that a place is or is in; None outside fields and columns.

    A row of money that is an amount has it in the column `AMOUNT`; what an indicator says in a
    column of the form's own is `("extra", ID)`.
    """
    match route:
        case ("fields", id_, *_):
            return ("fields", id_)
        case ("tables", table, row, column, *_):
            return ("tables", table, row, column)
        case ("funds", source):
            return ("funds", source, AMOUNT)
        case ("funds", source, column, *_):
            return ("funds", source, column)
    if "extra" in route[:-1]:
        return ("extra", route[route.index("extra") + 1])
    return None


def asked_at(value: Route, form: Form) -> Field | Column | None:
    """Return the field or column of a value, by its `value_route`; None for an unknown one."""
    row, id_ = str(value[1]), str(value[-1])
    match value[0]:
        case "fields":
            return form.asked_fields().get(id_)
        case "tables":
            return form.table_columns().get(row, {}).get(id_)
        case "funds":
            return form.funds_columns().get(row, {}).get(id_)
        case _:
            return form.own_columns().get(id_)


def is_private(asked: Field | Column | None) -> bool:
    """Whether a value does not go out; what the form does not know does not, either."""
    return asked is None or not asked.is_public
