"""The addresses of a project: its list of tables, and the ways to begin a new one."""

import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from perf_report.app.workbench.new_report import start_report
from perf_report.app.workbench.routes import is_number
from perf_report.app.workbench.start import (
    Refusal,
    bring_file,
    forms_of_departments,
    next_year,
    start_example,
    start_table,
)
from perf_report.errors import PerfReportError
from perf_report.serve.uploads import read_upload
from perf_report.serve.workbench_routes import WorkbenchRoutes

_YEAR = re.compile("[0-9]{4}")


class ProjectRoutes(WorkbenchRoutes):
    """Answers what is asked of the project."""

    def routes(self) -> list[Route]:
        """Return the addresses with what answers them."""
        return [
            Route("/", self.home),
            Route("/list", self.tables),
            Route("/list/further", self.further),
            Route("/language/{language}", self.language, methods=["POST"]),
            Route("/import", self.bring, methods=["POST"]),
            Route("/new", self.new, methods=["POST"]),
            Route("/example", self.example, methods=["POST"]),
            Route("/next/{name}", self.next, methods=["POST"]),
            Route("/report/{name}", self.report, methods=["POST"]),
        ]

    def home(self, request: Request) -> Response:
        """Show the ways to begin; the list of tables comes by itself."""
        return self._home(request)

    def tables(self, request: Request) -> Response:
        """Show the tables of the project, and begin to find what is wrong with each."""
        pages = self._pages(request)
        try:
            known = self._workbench.states.find()
        except PerfReportError as error:
            return HTMLResponse(pages.render("refused", error=pages.describe(error)))
        return HTMLResponse(pages.listed(known))

    def further(self, request: Request) -> Response:
        """Show the states that are found by now, each in its place in the list."""
        search, count = (_number(request, key) for key in ("search", "count"))
        known = self._workbench.states.further(search, count)
        return HTMLResponse(self._pages(request).found(known))

    def language(self, request: Request) -> Response:
        """Change the language of the pages."""
        response = Response(headers={"hx-refresh": "true"})
        language = request.path_params["language"]
        if language in {"zh", "en"}:
            response.set_cookie("language", language, httponly=True, samesite="strict")
        return response

    async def bring(self, request: Request) -> Response:
        """Make specs of an uploaded file."""
        upload = await read_upload(request)
        if upload is None:
            return Response(status_code=400)

        def begin() -> str:
            say = self._pages(request).say
            return bring_file(self._workbench.project, *upload, say)[0]

        return await run_in_threadpool(self._begun, request, begin)

    async def new(self, request: Request) -> Response:
        """Start an empty table by three questions and a form."""
        values = await request.form(max_files=0)
        form, code, name, year = (
            str(values.get(key, "")).strip() for key in ("form", "code", "name", "year")
        )
        if not _YEAR.fullmatch(year):
            return Response(status_code=400)

        def begin() -> str | Refusal:
            return start_table(self._workbench.project, form, code, name, int(year))

        return await run_in_threadpool(self._begun, request, begin)

    def example(self, request: Request) -> Response:
        """Start from the tables of a made-up department."""
        return self._begun(request, lambda: start_example(self._workbench.project)[0])

    def next(self, request: Request) -> Response:
        """Start next year's table from that of a year."""
        name = request.path_params["name"]
        return self._begun(request, lambda: next_year(self._workbench.project, name))

    async def report(self, request: Request) -> Response:
        """Start a report on a table, or open the one that there is."""
        form = await request.form(max_files=0)
        given = {key: str(value) for key, value in form.items()}

        def begin() -> str | None:
            return start_report(self._workbench, request.path_params["name"], given)

        return await run_in_threadpool(self._begun, request, begin)

    def _begun(self, request: Request, begin: Callable[[], str | Refusal | None]) -> Response:
        """Lead to the spec that was begun, or tell why it was not.

        `begin` returns its file name, what is wrong with what was given, or None if no page of ours
        gives that.
        """
        begun: str | Refusal | None
        try:
            begun = begin()
        except PerfReportError as error:
            begun = error
        if begun is None:
            return Response(status_code=400)
        if isinstance(begun, str):
            return RedirectResponse(f"/spec/{quote(begun)}", 303)
        return self._home(request, begun, 409)

    def _home(
        self, request: Request, refused: Refusal | None = None, status: int = 200
    ) -> Response:
        pages = self._pages(request)
        forms = forms_of_departments(self._workbench.project)
        named = [(form.id, form.title.get(pages.say.language) or form.title.zh) for form in forms]
        words = pages.describe(refused) if refused else None
        return HTMLResponse(pages.render("home", forms=named, error=words), status)


def _number(request: Request, key: str) -> int:
    text = request.query_params.get(key, "")
    return int(text) if is_number(text) else 0
