"""What every group of addresses has: the workbench, its pages, and the spec that is asked for."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request

from perf_report.app.workbench.pages import Pages
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import PerfReportError


class WorkbenchRoutes:
    """Answers a group of addresses; `pages` returns the pages in the language of a request."""

    def __init__(self, workbench: Workbench, pages: Callable[[Request], Pages]) -> None:
        self._workbench = workbench
        self._pages = pages

    def _opened(self, request: Request) -> Opened:
        """Return the open spec that an address names.

        Raises HTTPException, which is answered by 404, if there is none or it cannot be read.
        """
        try:
            opened = self._workbench.open(request.path_params["name"])
        except PerfReportError:
            opened = None
        if opened is None:
            # Without words: a page may show the body of what it could not get.
            raise HTTPException(404, "")
        return opened
