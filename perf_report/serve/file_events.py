"""Tells open pages which specs were changed on the disk, as soon as they are."""

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from perf_report.app.project import Project
from perf_report.app.workbench.project_list import spec_files

# A file counts as changed when nothing else happened for so many milliseconds.
_QUIET = 50
# In seconds, how often a folder is looked for that is not there yet.
_PAUSE = 1


def can_watch() -> bool:
    """Whether this machine has what watches files; without it, pages ask from time to time."""
    return importlib.util.find_spec("watchfiles") is not None


class FileEvents:
    """Watches the specs of a project, and sends the names of changed ones to pages that listen."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._listeners: set[asyncio.Queue[frozenset[str]]] = set()
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch; to be called in the loop of the server."""
        if can_watch():
            self._task = asyncio.create_task(self._watch())

    def end(self) -> None:
        """Stop watching, and end what is being sent, which the server would wait for."""
        self._ended.set()
        for each in self._listeners:
            each.put_nowait(frozenset())

    async def answer(self, _request: Request) -> Response:
        """Send events as long as the page listens; a page that is told 204 does not ask again."""
        if self._task is None or self._task.done() or self._ended.is_set():
            return Response(status_code=204)
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[bytes]:
        names: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        self._listeners.add(names)
        try:
            # Opens the stream: from here on, nothing is missed.
            yield b":\n\n"
            while changed := await names.get():
                yield b"data: " + msgspec.json.encode(sorted(changed)) + b"\n\n"
        finally:
            self._listeners.discard(names)

    def _tell(self, names: frozenset[str]) -> None:
        """Send names to all that listen; none at all is no news."""
        for each in self._listeners if names else ():
            each.put_nowait(names)

    async def _watch(self) -> None:
        try:
            while not self._ended.is_set():
                folder = self._project.specs_folder()
                if folder.is_dir():
                    await self._watch_folder(folder)
                else:
                    await asyncio.sleep(_PAUSE)
        # The system has no more watches to give. Raised with an error of its own by the watcher.
        except (OSError, RuntimeError):
            self.end()

    async def _watch_folder(self, folder: Path) -> None:
        """Watch a folder until it is another one, or none."""
        from watchfiles import awatch

        # What was changed in it before is not known.
        self._tell(frozenset(spec_files(self._project)))
        found = awatch(
            folder, watch_filter=None, step=_QUIET, stop_event=self._ended, recursive=False
        )
        async for changes in found:
            paths = [Path(path) for _, path in changes]
            self._tell(frozenset(each.name for each in paths if not each.name.startswith(".")))
            if folder in paths:
                return
