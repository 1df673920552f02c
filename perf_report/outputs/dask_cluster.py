"""Making files on a Dask cluster, whose workers share no disk with this machine.

Jobs travel as values and come back as bytes. What all jobs need is one task of the cluster: each
worker fetches its result once, and if all workers that have it are lost, it is made again.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from perf_report.errors import PerfReportError, WorkerLostError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.cluster_payload import (
    ClusterPayload,
    make_with,
    pack_payload,
    without_paths,
)

if TYPE_CHECKING:
    from distributed import Client

_P = ParamSpec("_P")
_T = TypeVar("_T")

_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://\S+:[0-9]+")

# Seconds to wait for a scheduler, for a first worker, and for leaving one that may be gone.
_CONNECT, _FIRST_WORKER, _LEAVE = 10, 60, 2


@contextmanager
def open_cluster(address: str, config: BuildConfig) -> Iterator["Cluster"]:
    """The cluster of a scheduler. Raises PerfReportError where there is none that can work."""
    client = _connect(address)
    try:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_FIRST_WORKER)
        if not _count(client):
            raise PerfReportError("cluster-empty", address=address)
        yield Cluster(client, address, pack_payload(config))
    finally:
        # What is under way is of no use any more, nor is waiting for a scheduler that is gone.
        with suppress(OSError, TimeoutError, RuntimeError):
            client.close(timeout=_LEAVE)


def _connect(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise PerfReportError("cluster-missing") from error
    _silence()
    if not _ADDRESS.fullmatch(address):
        raise PerfReportError("cluster-unreachable", address=address)
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise PerfReportError("cluster-unreachable", address=address) from error


def _silence() -> None:
    """Dask tells of every lost connection; what matters of that, we say ourselves."""
    for name in logging.root.manager.loggerDict:
        if name.startswith(("distributed", "tornado", "asyncio")):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _count(client: "Client") -> int:
    """How many files the cluster can make at a time."""
    return len(client.nthreads())


class Cluster(Executor):
    """Makes jobs by Dask's own executor, with what they need beside them."""

    def __init__(self, client: "Client", address: str, payload: ClusterPayload) -> None:
        self._address = address
        self._executor = client.get_executor(pure=False)
        self.size = _count(client)
        with warnings.catch_warnings():
            # Dask finds it large where fonts are in it; it is sent once.
            warnings.simplefilter("ignore", UserWarning)
            key = f"perf-report-{payload.digest}"
            self._payload = client.submit(_same, payload, key=key)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Have a job made; nothing else than jobs is sent to a cluster."""
        del fn, kwargs
        job: Any = args[0]
        future: Future[_T] = Future()
        future.set_running_or_notify_cancel()
        asked = self._executor.submit(make_with, self._payload, without_paths(job))
        asked.add_done_callback(lambda answered: self._hand_over(answered, future))
        return future

    def _hand_over(self, answered: "Future[Any]", future: "Future[Any]") -> None:
        from distributed import KilledWorker

        # Dask drops what is under way when it loses its scheduler.
        if answered.cancelled():
            future.set_exception(PerfReportError("cluster-lost", address=self._address))
            return
        error = answered.exception()
        if isinstance(error, KilledWorker):
            future.set_exception(WorkerLostError("worker-lost"))
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(answered.result())


def _same(payload: ClusterPayload) -> ClusterPayload:
    return payload
