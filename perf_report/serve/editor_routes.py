"""Where a cell is in its file: told to the page, and opened in an editor."""

import re
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from perf_report.app.workbench.edits import EditError
from perf_report.app.workbench.set_cells import route_in
from perf_report.app.workbench.workbench import Opened
from perf_report.errors import PerfReportError
from perf_report.serve.workbench_routes import WorkbenchRoutes

_LINE = re.compile("[0-9]{1,7}")


class EditorRoutes(WorkbenchRoutes):
    """Answers where a cell is, and opens the editor there."""

    def routes(self) -> list[Route]:
        """Return the addresses with what answers them."""
        return [
            Route("/spec/{name}/place", self.place),
            Route("/spec/{name}/editor", self.open, methods=["POST"]),
        ]

    def place(self, request: Request) -> Response:
        """Show the line and the column of a cell."""
        place = _place(self._opened(request), request.query_params.get("route", ""), "")
        return self._shown(request, place) if place else Response(status_code=404)

    async def open(self, request: Request) -> Response:
        """Open the editor at a cell, or at a line."""
        return await run_in_threadpool(self._open, request, await request.form(max_files=0))

    def _open(self, request: Request, form: FormData) -> Response:
        route, line = (str(form.get(key, "")) for key in ("route", "line"))
        opened, editor = self._opened(request), self._workbench.editor
        place = _place(opened, route, line)
        if place is None or editor is None:
            return Response(status_code=404)
        try:
            editor.open(opened.session.path, *place)
        except PerfReportError as error:
            return self._shown(request, place, error)
        return self._shown(request, place)

    def _shown(
        self, request: Request, place: tuple[int, int], error: PerfReportError | None = None
    ) -> Response:
        pages = self._pages(request)
        words = pages.describe(error) if error else None
        has_editor = self._workbench.editor is not None
        return HTMLResponse(pages.render("place", place=place, has_editor=has_editor, error=words))


def _place(opened: Opened, route: str, line: str) -> tuple[int, int] | None:
    """The place of a cell, or else a line; None if the page cannot have asked for it."""
    with suppress(EditError):
        return opened.session.place(route_in(opened.session.draft, route))
    return (int(line), 1) if _LINE.fullmatch(line) else None
