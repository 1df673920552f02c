"""The spec that an address names."""

from starlette.requests import Request

from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import PerfReportError


def open_spec(workbench: Workbench, request: Request) -> Opened | None:
    """Return the open spec that an address names; None if there is none, or it cannot be read."""
    try:
        return workbench.open(request.path_params["name"])
    except PerfReportError:
        return None
