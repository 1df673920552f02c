"""Pages are told of files that are changed on the disk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from perf_report.app.project import Project
from perf_report.serve import file_events
from perf_report.serve.file_events import FileEvents

T = TypeVar("T")
Parts = AsyncIterator[str | bytes | memoryview]
REQUEST = Request({"type": "http"})


def in_a_loop(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: tests with a browser have a loop in theirs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def watched(folder: Path, act: Callable[[Parts], Awaitable[None]]) -> None:
    """Act on the events of a folder, which end afterwards."""

    async def run() -> None:
        events = FileEvents(Project(root=folder))
        events.start()
        answer = await events.answer(REQUEST)
        assert isinstance(answer, StreamingResponse)
        parts = aiter(answer.body_iterator)
        assert await anext(parts) == b":\n\n"
        await asyncio.wait_for(act(parts), 20)
        events.end()
        assert [part async for part in parts] == []
        assert (await events.answer(REQUEST)).status_code == 204

    in_a_loop(run())


async def names(parts: Parts) -> list[str]:
    part = await anext(parts)
    assert isinstance(part, bytes)
    assert part.endswith(b"\n\n")
    return list(msgspec.json.decode(part.removeprefix(b"data: ").strip()))


def test_a_change_is_told_by_name_also_in_a_folder_that_is_made_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_events, "_PAUSE", 0.01)
    specs = tmp_path / "specs"

    async def act(parts: Parts) -> None:
        for name in ("甲 1.yaml", "b.yaml"):
            specs.mkdir()
            (specs / name).write_bytes(b"a: 1\n")
            while name not in await names(parts):
                pass
            await asyncio.sleep(0.1)
            (specs / f".{name}.tmp").write_bytes(b"a: 2\n")
            (specs / f".{name}.tmp").replace(specs / name)
            assert await names(parts) == [name]
            for each in specs.iterdir():
                each.unlink()
            specs.rmdir()
            while specs.name not in await names(parts):
                pass

    watched(tmp_path, act)


@pytest.mark.parametrize("lacks", [True, False])
def test_a_machine_that_cannot_watch_tells_pages_to_ask(
    lacks: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(_: FileEvents, folder: Path) -> None:
        raise OSError(folder)

    (tmp_path / "specs").mkdir()
    monkeypatch.setattr(FileEvents, "_watch_folder", refuse)
    monkeypatch.setattr(file_events, "can_watch", lambda: not lacks)

    async def run() -> Response:
        events = FileEvents(Project(root=tmp_path))
        events.start()
        await asyncio.sleep(0.01)
        return await events.answer(REQUEST)

    assert in_a_loop(run()).status_code == 204
