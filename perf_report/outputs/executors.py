"""The executor of a build: a thread of this process, worker processes, or a cluster."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.worker_thread import open_thread

_P = ParamSpec("_P")
_T = TypeVar("_T")

# The number of tables in progress: enough to keep the workers busy, and few enough that memory does
# not grow with the number of specs.
_TABLES_AHEAD = 4


class BuildExecutor(Executor):
    """Runs the jobs of a build; a context manager.

    Jobs run in a thread of this process until the first PDF, since only PDFs are worth the start of
    a process. From then on `jobs` worker processes run them, or the workers of the cluster whose
    scheduler has the address `cluster`. `tables_ahead` is the number of tables that keeps all
    workers busy.
    """

    def __init__(self, jobs: int, config: BuildConfig, cluster: str | None = None) -> None:
        self._jobs = jobs
        self._config = config
        self._cluster = cluster
        self._stack = ExitStack()
        self._workers: Executor | None = None
        self._thread: Executor | None = None
        self.tables_ahead = max(_TABLES_AHEAD, jobs)

    def start(self) -> None:
        """Start the worker processes, which load the layout engine in the meantime.

        Workers of a cluster have loaded it already.
        """
        if self._cluster is None:
            self._open_workers()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Submit a call whose first argument is a job. Raises PerfReportError without cluster."""
        (job, *_) = args
        return self._choose(job).submit(fn, *args, **kwargs)

    def _choose(self, job: Any) -> Executor:
        needs_workers = self._cluster is not None or job.output.format == "pdf"
        if self._workers is not None or needs_workers:
            return self._open_workers()
        if self._thread is None:
            self._thread = self._stack.enter_context(open_thread())
        return self._thread

    def _open_workers(self) -> Executor:
        if self._workers is None:
            self._workers = (
                self._open_processes() if self._cluster is None else self._open_cluster()
            )
        return self._workers

    def _open_processes(self) -> Executor:
        from perf_report.outputs.worker_pool import open_workers

        return self._stack.enter_context(open_workers(self._jobs, self._config.fonts))

    def _open_cluster(self) -> Executor:
        from perf_report.outputs.dask_cluster import open_cluster

        executor = self._stack.enter_context(open_cluster(self._cluster or "", self._config))
        self.tables_ahead = max(_TABLES_AHEAD, executor.size)
        return executor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        """Stop the workers: at once if an exception is raised, else after their jobs."""
        return self._stack.__exit__(kind, error, traceback)
