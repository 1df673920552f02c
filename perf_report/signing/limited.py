"""Read the signatures of a stranger's PDF in a process of its own, with limits of time and memory.

pyHanko unpacks and follows whatever a document has: a file of 250 KB can ask it for minutes and
gigabytes. `python -m perf_report.signing.limited` reads a PDF from standard input, and writes the
states of its signatures as JSON.
"""

import json
import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from perf_report.errors import PerfReportError
from perf_report.signing.engine import require_pyhanko
from perf_report.signing.state import SignatureState, signature_states

# Seconds of processor time. A table with two signatures takes one, most of it to import pyHanko.
MAX_SECONDS = 15

# The same by the clock, for machines with much else to do.
_MAX_WAIT = 120

# Bytes of memory, where a system limits them: macOS does not.
_MAX_MEMORY = 2_000_000_000

_TIMES = ("claimed", "stamped")


def limited_signature_states(data: bytes) -> tuple[SignatureState, ...]:
    """Return the states of a PDF's signatures, without what was changed after each.

    Raises PerfReportError if pyHanko is missing; `signatures-unreadable` if the document cannot be
    read, `signatures-costly` if that takes more than the limits.
    """
    require_pyhanko()
    try:
        ran = subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-P", "-m", __name__],
            input=data, capture_output=True, timeout=_MAX_WAIT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PerfReportError("signatures-costly") from None
    if ran.returncode != 0:
        raise PerfReportError("signatures-costly")
    answer = json.loads(ran.stdout)
    if isinstance(answer, str):
        raise PerfReportError("signatures-unreadable", detail=answer)
    return tuple(_state(each) for each in answer)


def _state(record: dict[str, Any]) -> SignatureState:
    times = {name: record[name] and datetime.fromisoformat(record[name]) for name in _TIMES}
    return SignatureState(**(record | times))


def _answer(data: bytes) -> str:
    """The states as JSON, or why they cannot be read."""
    try:
        states = signature_states(data, compares=False)
    except PerfReportError as error:
        return json.dumps(str(error.arguments["detail"]))
    return json.dumps([asdict(state) for state in states], default=datetime.isoformat)


def _set_limits() -> None:
    for kind, limit in (
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_AS, _MAX_MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    _set_limits()
    sys.stdout.write(_answer(sys.stdin.buffer.read()))
