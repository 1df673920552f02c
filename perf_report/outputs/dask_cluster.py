"""Run jobs on a Dask cluster, whose workers share no disk with this machine.

Jobs are sent as values, and their results are bytes. The payload that all jobs need is the result
of one task: each worker fetches it once, and it is computed again if all workers that have it die.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from perf_report.errors import PerfReportError, WorkerLostError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.cluster_payload import (
    ClusterPayload,
    make_with_payload,
    pack_payload,
    without_paths,
)

if TYPE_CHECKING:
    from distributed import Client

_P = ParamSpec("_P")
_T = TypeVar("_T")

_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://\S+:[0-9]+")

# Seconds to wait for a scheduler, for a first worker, and for closing the connection.
_CONNECT, _FIRST_WORKER, _CLOSE = 10, 60, 2


@contextmanager
def open_cluster(address: str, config: BuildConfig) -> Iterator["Cluster"]:
    """Connect to the scheduler of a cluster. Raises PerfReportError if it has no workers."""
    client = _connect(address)
    try:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_FIRST_WORKER)
        if not _thread_count(client):
            raise PerfReportError("cluster-empty", address=address)
        yield Cluster(client, address, pack_payload(config))
    finally:
        # Results are of no use any more, nor is waiting for a scheduler that is gone.
        with suppress(OSError, TimeoutError, RuntimeError):
            client.close(timeout=_CLOSE)


def _connect(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise PerfReportError("cluster-missing") from error
    _silence_log()
    if not _ADDRESS.fullmatch(address):
        raise PerfReportError("cluster-unreachable", address=address)
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise PerfReportError("cluster-unreachable", address=address) from error


def _silence_log() -> None:
    """Silence the log of Dask, which reports every lost connection; errors report what matters."""
    for name in logging.root.manager.loggerDict:
        if name.startswith(("distributed", "tornado", "asyncio")):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _thread_count(client: "Client") -> int:
    """The number of threads of the cluster, each of which makes a file at a time."""
    return len(client.nthreads())


class Cluster(Executor):
    """An executor of jobs on a cluster; `size` is the number of its threads."""

    def __init__(self, client: "Client", address: str, payload: ClusterPayload) -> None:
        self._address = address
        self._client = client
        self._executor = client.get_executor(pure=False)
        # Futures that have no result yet; callbacks come in threads of Dask's.
        self._open: set[Future[Any]] = set()
        self._lock = Lock()
        self.size = _thread_count(client)
        with warnings.catch_warnings():
            # Dask warns that a payload with fonts is large; it is sent once.
            warnings.simplefilter("ignore", UserWarning)
            key = f"perf-report-{payload.digest}"
            self._payload = client.submit(_identity, payload, key=key)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Submit a job, the first argument; the cluster always makes it by `make_with_payload`."""
        del fn, kwargs
        job: Any = args[0]
        future: Future[_T] = Future()
        future.set_running_or_notify_cancel()
        self._open.add(future)
        if self._client.status != "running":
            # What is submitted while Dask looks for its scheduler may wait for ever.
            self._lose()
            return future
        dask_future = self._executor.submit(make_with_payload, self._payload, without_paths(job))
        dask_future.add_done_callback(lambda done: self._copy_result(done, future))
        return future

    def _copy_result(self, done: "Future[Any]", future: "Future[Any]") -> None:
        from distributed import KilledWorker

        # Dask cancels its futures when it loses its scheduler, but for those that come late.
        if done.cancelled():
            self._lose()
            return
        error = done.exception()
        if isinstance(error, KilledWorker):
            self._settle(future, error=WorkerLostError("worker-lost"))
        elif error is not None:
            self._settle(future, error=error)
        elif not isinstance(done.result(), bytes):
            self._settle(future, error=PerfReportError("cluster-answer", address=self._address))
        else:
            self._settle(future, result=done.result())

    def _lose(self) -> None:
        """End all futures without a result: the scheduler is gone."""
        for future in list(self._open):
            self._settle(future, error=PerfReportError("cluster-lost", address=self._address))

    def _settle(
        self,
        future: "Future[Any]",
        *,
        result: bytes | None = None,
        error: BaseException | None = None,
    ) -> None:
        """End a future, unless it has ended already."""
        with self._lock:
            is_open = future in self._open
            self._open.discard(future)
        if is_open and error is not None:
            future.set_exception(error)
        elif is_open:
            future.set_result(result)


def _identity(payload: ClusterPayload) -> ClusterPayload:
    return payload
