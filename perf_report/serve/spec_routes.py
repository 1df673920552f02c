"""The addresses of an open spec: its page, its edits, saving, and its files."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from perf_report.app.workbench.edits import EditError
from perf_report.app.workbench.hand_in import hand_in, known_officer
from perf_report.app.workbench.late_edits import Late, edit_late
from perf_report.app.workbench.new_report import ReportChoices, report_choices
from perf_report.app.workbench.page_names import row_name
from perf_report.app.workbench.papers import MEDIA_TYPES, make_paper
from perf_report.app.workbench.session import Saved
from perf_report.app.workbench.workbench import Opened
from perf_report.errors import PerfReportError, SourceError
from perf_report.serve.notices import Done, notice_followed, notice_of
from perf_report.serve.workbench_routes import WorkbenchRoutes

_CELLS = list[tuple[str, dict[str, str]]]
# The name that a window gave itself has so many characters at most.
_MOST_WINDOW = 40
# What changes a spec; it returns what became of it if that is to be told.
_Change = Callable[[Opened, FormData], Done]


class SpecRoutes(WorkbenchRoutes):
    """Answers what is asked of a spec."""

    def routes(self) -> list[Route]:
        """Return the addresses with what answers them."""
        spec = "/spec/{name}"
        return [
            Route(spec, self.show),
            Route(f"{spec}/file.{{ending}}", self.paper),
            Route(f"{spec}/follow", self.follow),
            Route(f"{spec}/details", self.details),
            Route(f"{spec}/edit", self.edit, methods=["POST"]),
            Route(f"{spec}/paste", self.paste, methods=["POST"]),
            Route(f"{spec}/row", self.row, methods=["POST"]),
            Route(f"{spec}/mend", self.mend, methods=["POST"]),
            Route(f"{spec}/reviewed", self.reviewed, methods=["POST"]),
            Route(f"{spec}/hand-in", self.hand_in, methods=["POST"]),
            Route(f"{spec}/{{step:str}}", self.step, methods=["POST"]),
        ]

    # --- Showing ---

    def show(self, request: Request) -> Response:
        """Show the page of a spec."""
        opened = self._opened(request)
        # The list tells of forms that cannot be read; those that were read before still serve.
        with suppress(PerfReportError):
            self._workbench.read_standards()
        pages, merged = self._pages(request), None
        with opened.session.lock:
            # A file that is gone, or a draft that cannot be kept, is told of by the next step.
            with suppress(PerfReportError):
                merged = opened.session.follow()
            notice = notice_followed(opened, merged) if merged and opened.session.is_changed else ""
            page = self._workbench.page(opened, pages.say)
            opened.shown[pages.say.language] = page
            opened.session.look_for_others()
            opened.session.note_shown()
            state = self._state(request, opened)
            officer = self._officer(opened)
            beginning = self._beginning(opened)
            html = pages.render(
                "spec",
                page=page,
                notice=notice,
                officer=officer,
                done=merged,
                beginning=beginning,
                **state,
            )
        return HTMLResponse(html)

    def _beginning(self, opened: Opened) -> ReportChoices | None:
        """What a report on the table may be begun with; nothing for what is a report itself."""
        read = self._workbench.read(opened)
        if read.is_report or read.plan is None:
            return None
        return report_choices(self._workbench, read.plan)

    def _officer(self, opened: Opened) -> str:
        """Who hands in tables here; nobody where there is no git."""
        try:
            return known_officer(self._workbench.project, opened.session.path)
        except SourceError:
            return ""

    def paper(self, request: Request) -> Response:
        """Send the PDF, the Word or Excel file of the draft, or its text."""
        opened, ending = self._opened(request), request.path_params["ending"]
        if ending not in MEDIA_TYPES:
            return Response(status_code=404)
        # What cannot be made is told by the server, as is any error that is not answered here.
        data = make_paper(self._workbench, opened, ending)
        name = quote(f"{opened.session.path.stem}.{ending}")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(data, media_type=MEDIA_TYPES[ending], headers=headers)

    def details(self, request: Request) -> Response:
        """Show what a row, or the head of a table, may say beside the cells of the form."""
        opened, pages = self._opened(request), self._pages(request)
        route = request.query_params.get("route", "")
        # An edit may be under way: what was read would be another draft.
        with opened.session.lock, suppress(EditError):
            part = self._workbench.details(opened, route, pages.say)
            if part is not None:
                shown = opened.shown.get(pages.say.language)
                page = shown or self._workbench.page(opened, pages.say)
                name = row_name(route, page.anchors, page.names)
                return HTMLResponse(pages.render("details", part=part, name=name))
        return Response(status_code=404)

    def follow(self, request: Request) -> Response:
        """Show what was changed elsewhere since the page was shown: in the file, in a window."""
        opened = self._opened(request)
        session = opened.session
        with session.lock:
            base = request.query_params.get("base", session.version)
            is_stale = base != session.version
            try:
                merged = session.follow()
            except SourceError:
                return self._shown(request, opened, "gone")
            except PerfReportError as error:
                return self._shown(request, opened, "", is_whole=True, error=error)
            is_new = session.look_for_others()
            if merged is None and not is_stale:
                is_moved = self._workbench.has_other_plan(opened, self._pages(request).say)
                if not (is_new or is_moved):
                    return Response(status_code=204)
                return self._shown(request, opened, "followed-plan" if is_moved else "")
            # What a window sent while it was loaded again comes after the page that it then gets.
            is_own = merged is None and session.is_own(base, request.query_params.get("window", ""))
            notice = "" if is_own else notice_followed(opened, merged)
            return self._shown(request, opened, notice, is_whole=is_stale, done=merged)

    # --- Changing ---

    async def edit(self, request: Request) -> Response:
        """Set cells."""

        def change(opened: Opened, form: FormData) -> None:
            self._workbench.edit_cells(opened, _cells(form))

        def late(opened: Opened, form: FormData) -> Late:
            return edit_late(self._workbench, opened, str(form.get("base", "")), _cells(form))

        return await self._change(request, change, late)

    async def paste(self, request: Request) -> Response:
        """Set cells to a block of a spreadsheet."""

        def change(opened: Opened, form: FormData) -> tuple[str, ...]:
            block = msgspec.json.decode(str(form.get("rows", "")), type=list[list[str]])
            anchor, say = str(form.get("anchor", "")), self._pages(request).say
            return self._workbench.paste(opened, anchor, block, say)

        return await self._change(request, change)

    async def row(self, request: Request) -> Response:
        """Add, copy, move or remove a row."""

        def change(opened: Opened, form: FormData) -> None:
            words = (str(form.get(key, "")) for key in ("action", "route", "category"))
            self._workbench.change_row(opened, *words)

        return await self._change(request, change)

    async def mend(self, request: Request) -> Response:
        """Put what satisfies a rule."""

        def change(opened: Opened, form: FormData) -> None:
            self._workbench.mend(opened, str(form.get("route", "")), str(form.get("fix", "")))

        return await self._change(request, change)

    async def reviewed(self, request: Request) -> Response:
        """Remove a mark to review."""

        def change(opened: Opened, form: FormData) -> None:
            self._workbench.reviewed(opened, str(form.get("line", "")))

        return await self._change(request, change)

    async def step(self, request: Request) -> Response:
        """Undo, do again, save or give up what was typed."""
        steps: dict[str, _Change] = {
            "undo": lambda opened, _: opened.session.undo(),
            "redo": lambda opened, _: opened.session.redo(),
            "save": _save,
            "discard": lambda opened, _: opened.session.discard(),
        }
        step = steps.get(request.path_params["step"])
        return await self._change(request, step) if step else Response(status_code=404)

    async def hand_in(self, request: Request) -> Response:
        """Hand in the saved table for review."""
        form = await request.form(max_files=0)
        return await run_in_threadpool(self._hand_in, request, str(form.get("officer", "")))

    def _hand_in(self, request: Request, officer: str) -> Response:
        opened, pages = self._opened(request), self._pages(request)
        committed, words, errors = None, None, 0
        try:
            committed = hand_in(self._workbench, opened, officer, pages.say)
            errors = self._workbench.read(opened).errors
        except PerfReportError as error:
            words = pages.describe(error)
        shown = {"committed": committed, "errors": errors, "error": words}
        return HTMLResponse(pages.render("handed-in", **shown))

    async def _change(
        self, request: Request, change: _Change, late: _Change | None = None
    ) -> Response:
        form = await request.form(max_files=0)
        return await run_in_threadpool(self._changed, request, form, change, late)

    def _changed(
        self, request: Request, form: FormData, change: _Change, late: _Change | None
    ) -> Response:
        opened = self._opened(request)
        with opened.session.lock:
            base, window = str(form.get("base", "")), str(form.get("window", ""))[:_MOST_WINDOW]
            is_late = base != opened.session.version
            is_own = is_late and opened.session.is_own(base, window)
            if is_late and late is None:
                return self._shown(request, opened, "other-window", is_whole=True)
            try:
                done = (late or change)(opened, form) if is_late else change(opened, form)
            except (msgspec.MsgspecError, EditError):
                return self._shown(request, opened, "not-edited")
            except PerfReportError as error:
                return self._shown(request, opened, "", error=error)
            opened.session.note_shown(window)
            notice = notice_of(done)
            if is_own and notice == "other-window-taken":
                notice = ""
            return self._shown(request, opened, notice, is_whole=is_late, done=done)

    # --- Answers ---

    def _shown(
        self,
        request: Request,
        opened: Opened,
        notice: str,
        *,
        is_whole: bool = False,
        error: PerfReportError | None = None,
        done: Done = None,
    ) -> Response:
        """The parts of the page that are other than they were, and a notice."""
        pages = self._pages(request)
        with opened.session.lock:
            page = self._workbench.page(opened, pages.say)
            before = None if is_whole else opened.shown.get(pages.say.language)
            opened.shown[pages.say.language] = page
            opened.session.note_shown()
            state = self._state(request, opened)
            words = pages.describe(error) if error else None
            html = pages.changed(before, page, notice=notice, error=words, done=done, **state)
        return HTMLResponse(html)

    def _state(self, request: Request, opened: Opened) -> dict[str, Any]:
        session, say = opened.session, self._pages(request).say
        return {
            "name": request.path_params["name"],
            "version": session.version,
            "is_changed": session.is_changed,
            "is_recovered": session.is_recovered,
            "is_shared": session.is_shared,
            "can_undo": session.can_undo,
            "can_redo": session.can_redo,
            "has_editor": self._workbench.editor is not None,
            "name_conflict": lambda path: self._workbench.name_conflict(opened, path, say),
        }


def _cells(form: FormData) -> _CELLS:
    return msgspec.json.decode(str(form.get("cells", "")), type=_CELLS)


def _save(opened: Opened, form: FormData) -> Saved:
    return opened.session.save(prefer_draft=form.get("prefer") == "draft")
