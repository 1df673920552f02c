"""Where the files of a build are made: in this process, in worker processes, or on a cluster."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.worker_pool import open_workers

_P = ParamSpec("_P")
_T = TypeVar("_T")

# So many tables are begun at once: enough to keep the workers busy, few enough to keep the memory
# flat however many specs there are.
_TABLES_AHEAD = 4


class BuildExecutor(Executor):
    """Runs the jobs of a build; to be used in a `with` block.

    Jobs run in a thread of this process until the first PDF: a worker process is worth its start
    only for PDFs. Then so many workers as `jobs` run all jobs, or the workers of a `cluster`, which
    is the address of its scheduler. So many tables as `tables_ahead` keep all of them busy.
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
        """Start worker processes at once, which load the layout engine in the meantime.

        A cluster has it loaded already.
        """
        if self._cluster is None:
            self._open_workers()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Have a job made. Raises PerfReportError where there is no cluster to make it."""
        (job, *_) = args
        return self._choose(job).submit(fn, *args, **kwargs)

    def _choose(self, job: Any) -> Executor:
        needs_workers = self._cluster is not None or job.output.format == "pdf"
        if self._workers is not None or needs_workers:
            return self._open_workers()
        if self._thread is None:
            self._thread = self._stack.enter_context(ThreadPoolExecutor(1))
        return self._thread

    def _open_workers(self) -> Executor:
        if self._workers is None:
            self._workers = (
                self._open_processes() if self._cluster is None else self._open_cluster()
            )
        return self._workers

    def _open_processes(self) -> Executor:
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
        """End the workers; at once where the block is left by an exception."""
        return self._stack.__exit__(kind, error, traceback)
