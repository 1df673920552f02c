"""Read the signatures of a stranger's PDF in a process of its own, with limits of time and memory.

pyHanko unpacks and follows whatever a document has: a file of 250 KB can ask it for minutes and
gigabytes.
"""

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

from perf_report.errors import PerfReportError
from perf_report.signing.engine import require_pyhanko
from perf_report.signing.state import SignatureState, signature_states

# Seconds of processor time. A table with two signatures takes one, most of it to import pyHanko.
_MAX_SECONDS = 15

# Bytes of memory, where a system limits them: macOS does not.
_MAX_MEMORY = 2_000_000_000


def limited_signature_states(data: bytes) -> tuple[SignatureState, ...]:
    """Return the states of a PDF's signatures, without what was changed after each.

    Raises PerfReportError if pyHanko is missing; `signatures-unreadable` if the document cannot be
    read, `signatures-costly` if that takes more than the limits.
    """
    require_pyhanko()
    spawning = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, spawning, initializer=_set_limits) as executor:
            answer = executor.submit(_states_or_reason, data).result()
    # The system ends a process that takes more time.
    except (BrokenProcessPool, MemoryError):
        raise PerfReportError("signatures-costly") from None
    if isinstance(answer, str):
        raise PerfReportError("signatures-unreadable", detail=answer)
    return answer


def _states_or_reason(data: bytes) -> tuple[SignatureState, ...] | str:
    """The states, or why they cannot be read."""
    try:
        return signature_states(data, compares=False)
    except PerfReportError as error:
        return str(error.arguments["detail"])


def _set_limits() -> None:
    limits = {
        resource.RLIMIT_CPU: _MAX_SECONDS,
        resource.RLIMIT_AS: _MAX_MEMORY,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
