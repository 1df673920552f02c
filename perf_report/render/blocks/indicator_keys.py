"""The keys of an indicator that the columns of a form print."""

from perf_report.model.form import ShownColumn
from perf_report.model.route import Route

# A form may split a target in columns.
_KEYS = {
    "sign": "target",
    "value": "target",
    "unit": "target",
    "type": "target",
    "direction": "better",
}


def route_in(shown: ShownColumn) -> Route:
    """Return where the value of a column is in an indicator."""
    if shown.own:
        return ("extra", shown.own.id)
    return (_KEYS.get(shown.id, shown.id),)
