"""The server of the workbench."""

import gc
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from perf_report.app.workbench.pages import STATIC, Pages, pages_in, static_file
from perf_report.app.workbench.start import MOST_BYTES
from perf_report.app.workbench.workbench import Workbench
from perf_report.errors import PerfReportError
from perf_report.serve.access import ENTRY, Access, Keys
from perf_report.serve.compare_routes import CompareRoutes
from perf_report.serve.connection import Connection
from perf_report.serve.editor_routes import EditorRoutes
from perf_report.serve.file_events import FileEvents
from perf_report.serve.listener import LOOPBACK, Listener, listen
from perf_report.serve.project_routes import ProjectRoutes
from perf_report.serve.spec_routes import SpecRoutes

# What a form around a file adds to it.
_AROUND = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that is ready to run, and the address that opens it once."""

    address: str
    server: uvicorn.Server
    listener: Listener
    workbench: Workbench

    def run(self) -> None:
        """Answer until the process is asked to stop."""
        # What is loaded by now stays: looking at it again and again would hold up edits.
        gc.collect()
        gc.freeze()
        try:
            self.server.run(sockets=[self.listener.socket])
        finally:
            self.workbench.close()


def open_server(workbench: Workbench, language: str, host: str = LOOPBACK, port: int = 0) -> Served:
    """Open the server of a workbench, by default at any port that is free.

    Raises OSError if the port is taken, PerfReportError if the project's settings are invalid.
    """
    workbench.read_standards()
    listener = listen(host, port)
    keys = Keys()
    events = FileEvents(workbench.project)
    config = uvicorn.Config(
        make_app(workbench, language, keys, listener, events),
        http=Connection,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    return Served(
        address=f"{listener.address}{ENTRY}?token={keys.token}",
        server=_Server(config, events),
        listener=listener,
        workbench=workbench,
    )


class _Server(uvicorn.Server):
    """A server that watches files while it runs."""

    def __init__(self, config: uvicorn.Config, events: FileEvents) -> None:
        super().__init__(config)
        self._events = events

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._events.start()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._events.end()
        await super().shutdown(sockets)


def make_app(
    workbench: Workbench, language: str, keys: Keys, listener: Listener, events: FileEvents
) -> Starlette:
    """Return the application that answers requests."""
    pages = _pages(language)
    routes = [
        *ProjectRoutes(workbench, pages).routes(),
        *CompareRoutes(workbench, pages).routes(),
        *EditorRoutes(workbench, pages).routes(),
        *SpecRoutes(workbench, pages).routes(),
        Route("/events", events.answer),
        Route("/static/{name}", _static),
    ]
    access = Middleware(Access, keys=keys, listener=listener, most_upload=MOST_BYTES + _AROUND)
    handlers: Mapping[Any, Any] = {PerfReportError: partial(_refused, pages)}
    return Starlette(routes=routes, middleware=[access], exception_handlers=handlers)


async def _refused(
    pages: Callable[[Request], Pages], request: Request, error: PerfReportError
) -> Response:
    """Tell what stopped a request, such as forms that cannot be read any more."""
    shown = pages(request)
    return HTMLResponse(shown.render("refused", error=shown.describe(error)), 409)


def _pages(language: str) -> Callable[[Request], Pages]:
    return lambda request: pages_in(request.cookies.get("language"), language)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return Response(status_code=404)
    headers = {"cache-control": "no-cache"}
    return Response(static_file(name), media_type=STATIC[name], headers=headers)
