"""Pagefind's program, spoken to directly: requests and answers as JSON in base64, a comma after each.

The client that the package brings for Python waits a tenth of a second for each answer, and for
ever where the program ends. The one for folders takes pages as the file system lists them, and so
numbers them differently from machine to machine. The pages of an index never touch the disk.
"""

import base64
import json
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from perf_report.errors import PerfReportError

# So many bytes of an answer are read at once.
_CHUNK = 1 << 20


class _Program:
    """The program while it runs. It is kept from settings, and from talking to the terminal."""

    def __init__(self) -> None:
        from pagefind.service import get_executable

        self._asked = 0
        try:
            self._process = subprocess.Popen(
                [str(get_executable()), "--service"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={},
            )  # fmt: skip
        except OSError as error:
            raise PerfReportError("search-failed", detail=error.strerror or str(error)) from None

    def ask(self, **payload: object) -> dict[str, Any]:
        """The answer to a request. Raises PerfReportError."""
        stdin, request = self._process.stdin, {"message_id": self._asked, "payload": payload}
        assert stdin is not None
        self._asked += 1
        # Where the program has ended, its missing answer says so.
        with suppress(BrokenPipeError):
            stdin.write(base64.b64encode(json.dumps(request).encode()) + b",")
            stdin.flush()
        answer: dict[str, Any] = json.loads(base64.b64decode(self._read()))["payload"]
        if answer["type"] == "Error":
            raise PerfReportError("search-failed", detail=answer["message"])
        return answer
