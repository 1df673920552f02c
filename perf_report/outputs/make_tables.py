"""Having the files of tables made by an executor, table by table."""

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
    """A table with the bytes of those files that were made; a file is missing if it was lost."""

    plan: TablePlan
    files: tuple[tuple[PlannedFile, bytes], ...]


def make_tables(
    plans: Iterable[TablePlan], config: BuildConfig, executor: BuildExecutor
) -> Iterator[MadeTable]:
    """Make what is stale; tables come in the order of the plans.

    Some tables are begun before the first of them is finished. Raises RenderError.
    """
    begun = ((plan, _submit(plan, config, executor)) for plan in plans)
    for plan, futures in _start_ahead(begun, executor):
        yield MadeTable(plan=plan, files=tuple(_wait(futures)))


_Futures = list[tuple[PlannedFile, Future[bytes]]]
_Begun = tuple[TablePlan, _Futures]


def _submit(plan: TablePlan, config: BuildConfig, executor: BuildExecutor) -> _Futures:
    if not plan.stale:
        return []
    # What makes files takes a while to load, and is not needed to find that none is stale.
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


def _start_ahead(begun: Iterator[_Begun], executor: BuildExecutor) -> Iterator[_Begun]:
    """The tables in order, with a few more begun than finished."""
    waiting: deque[_Begun] = deque()
    for each in begun:
        waiting.append(each)
        if len(waiting) > executor.tables_ahead:
            yield waiting.popleft()
    yield from waiting


def _wait(futures: _Futures) -> Iterator[tuple[PlannedFile, bytes]]:
    """What is made, but for what is lost with its workers."""
    for planned, future in futures:
        with suppress(WorkerLostError):
            yield planned, future.result()
