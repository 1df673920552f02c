"""Make the stale files of tables with an executor, table by table."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from perf_report.errors import WorkerLostError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.build_plan import TablePlan
from perf_report.outputs.executors import BuildExecutor
from perf_report.outputs.up_to_date import PlannedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTable:
    """A table and the bytes of its new files, without those whose workers died."""

    plan: TablePlan
    files: tuple[tuple[PlannedFile, bytes], ...]


def make_tables(
    plans: Iterable[TablePlan], config: BuildConfig, executor: BuildExecutor
) -> Iterator[MadeTable]:
    """Make stale files; tables come in the order of the plans.

    Several tables are in progress at a time. Raises RenderError.
    """
    submitted = ((plan, _submit(plan, config, executor)) for plan in plans)
    for plan, futures in _read_ahead(submitted, executor):
        yield MadeTable(plan=plan, files=tuple(_wait(futures)))


_Futures = list[tuple[PlannedFile, Future[bytes]]]
_Submitted = tuple[TablePlan, _Futures]


def _submit(plan: TablePlan, config: BuildConfig, executor: BuildExecutor) -> _Futures:
    if not plan.stale:
        return []
    # Slow to load, and not needed if no file is stale.
    from perf_report.outputs.jobs import Job, make_output

    table = plan.summary.open_with_earlier()
    jobs = (
        Job(table=table, output=each.output, config=config, identifier=each.identifier)
        for each in plan.stale
    )
    return [
        (each, executor.submit(make_output, job))
        for each, job in zip(plan.stale, jobs, strict=True)
    ]


def _read_ahead(submitted: Iterator[_Submitted], executor: BuildExecutor) -> Iterator[_Submitted]:
    """The tables in order, after a few more have been submitted."""
    waiting: deque[_Submitted] = deque()
    for each in submitted:
        waiting.append(each)
        if len(waiting) > executor.tables_ahead:
            yield waiting.popleft()
    yield from waiting


def _wait(futures: _Futures) -> Iterator[tuple[PlannedFile, bytes]]:
    """The files that were made, without those whose workers died."""
    for planned, future in futures:
        with suppress(WorkerLostError):
            yield planned, future.result()
