"""Refuse departments that nobody knows."""

from collections.abc import Collection

from perf_report.errors import PublishError
from perf_report.site.department import BuiltTables
from perf_report.site.history import History


def refuse_unknown(departments: Collection[str], built: BuiltTables, history: History) -> None:
    """Raise PublishError for departments that neither the project nor the target has."""
    known = {table.department for table in built.all}
    known |= {event.department for event in history.announced()}
    known |= {identity.code for identity in built.undisclosed}
    unknown = [code for code in departments if code not in known]
    if unknown:
        raise PublishError("department-unknown", codes=", ".join(unknown))
