"""Client of Pagefind's service: JSON in base64, with a comma after each message.

The client that its package has for Python waits a tenth of a second for every answer, and for ever
where the program ends. Reading folders, the program takes pages as the file system lists them, and
so numbers them differently from machine to machine. Here they come in the caller's order, and
nothing touches the disk.
"""

import base64
import errno
import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any, cast

from perf_report.errors import PerfReportError

# So many bytes of an answer are read at once.
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Program:
    """The pipes of the running program."""

    requests: IO[bytes]
    answers: IO[bytes]

    def ask(self, **payload: object) -> dict[str, Any]:
        """Return the answer to a request. Raises OSError if the program has ended."""
        request = {"message_id": 0, "payload": payload}
        self.requests.write(
            base64.b64encode(json.dumps(request, ensure_ascii=False).encode()) + b","
        )
        self.requests.flush()
        answer: dict[str, Any] = json.loads(base64.b64decode(self._read()))["payload"]
        if answer["type"] == "Error":
            raise PerfReportError("search-failed", detail=answer["message"])
        return answer

    def _read(self) -> bytes:
        """Read an answer up to its comma."""
        read = bytearray()
        while not read.endswith(b","):
            chunk = self.answers.read1(_CHUNK)  # type: ignore[attr-defined]
            if not chunk:
                raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
            read += chunk
        return bytes(read[:-1])


def index_pages(pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the files of an index of pages, each an address and its HTML. Raises PerfReportError.

    The program gets neither the environment, which could configure it, nor the terminal, but where
    Windows is.
    """
    from pagefind.service import get_executable

    try:
        with subprocess.Popen(  # noqa: S603  # what the package names
            [str(get_executable()), "--service"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_needed(),
        ) as process:  # fmt: skip
            try:
                return _index(
                    _Program(
                        requests=cast("IO[bytes]", process.stdin),
                        answers=cast("IO[bytes]", process.stdout),
                    ),
                    pages,
                )
            finally:
                process.kill()
    except OSError as error:
        raise PerfReportError("search-failed", detail=error.strerror or str(error)) from None


def _needed() -> dict[str, str]:
    """The variables without which no program starts."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _index(program: _Program, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    index = program.ask(type="NewIndex", config={"keep_index_url": True})["index_id"]
    for address, page in pages:
        program.ask(type="AddFile", index_id=index, url=address, file_contents=page, file_path=None)
    files = program.ask(type="GetFiles", index_id=index)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in files}
