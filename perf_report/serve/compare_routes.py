"""The addresses that compare an open spec with another table."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from perf_report.app.workbench.changes import (
    FindBase,
    changes_since,
    in_project,
    in_revision,
    in_upload,
    last_year,
    other_files,
    past_versions,
)
from perf_report.errors import PerfReportError
from perf_report.serve.uploads import read_upload
from perf_report.serve.workbench_routes import WorkbenchRoutes


class CompareRoutes(WorkbenchRoutes):
    """Answers what a draft changes."""

    def routes(self) -> list[Route]:
        """Return the addresses with what answers them."""
        spec = "/spec/{name}"
        return [
            Route(f"{spec}/changes", self.changes),
            Route(f"{spec}/compare", self.compare),
            Route(f"{spec}/compare", self.compare_upload, methods=["POST"]),
        ]

    def compare(self, request: Request) -> Response:
        """Show what a draft may be compared with."""
        opened, pages = self._opened(request), self._pages(request)
        choices = {
            "versions": past_versions(opened),
            "files": other_files(self._workbench, opened),
            "name": request.path_params["name"],
        }
        return HTMLResponse(pages.render("compare", **choices))

    def changes(self, request: Request) -> Response:
        """Show what the draft changes against last year's table, a revision or another file."""
        asked = request.query_params
        find: FindBase = last_year
        if revision := asked.get("revision", "").strip():
            find = in_revision(revision)
        elif name := asked.get("file", ""):
            find = in_project(name)
        return self._changes(request, find)

    async def compare_upload(self, request: Request) -> Response:
        """Show what the draft changes against an uploaded file."""
        upload = await read_upload(request)
        if upload is None:
            return Response(status_code=400)
        return await run_in_threadpool(self._changes, request, in_upload(*upload))

    def _changes(self, request: Request, find: FindBase) -> Response:
        opened, pages = self._opened(request), self._pages(request)
        changes, words = None, None
        try:
            changes = changes_since(self._workbench, opened, find, pages.say)
        except PerfReportError as error:
            words = pages.describe(error)
        return HTMLResponse(pages.render("changes", changes=changes, error=words))
