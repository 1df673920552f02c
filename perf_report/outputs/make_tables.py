"""Make the stale files of tables with an executor, table by table."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from perf_report.errors import WorkerLostError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.build_plan import TablePlan
from perf_report.outputs.executors import BuildExecutor
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.outputs.up_to_date import PlannedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTable:
    """A table and the bytes of its new files, without those whose workers died.

    `office` are the office's own papers by path.
    """

    plan: TablePlan
    files: tuple[tuple[PlannedFile, bytes], ...]
    office: Mapping[str, bytes]


def make_tables(
    plans: Iterable[TablePlan], config: BuildConfig, executor: BuildExecutor
) -> Iterator[MadeTable]:
    """Make stale files; tables come in the order of the plans.

    Several tables are in progress at a time. Raises RenderError.
    """
    submitted = ((plan, *_submit(plan, config, executor)) for plan in plans)
    for plan, futures, office in _read_ahead(submitted, executor):
        papers = {output.path: data for output, data in _wait(office)}
        yield MadeTable(plan=plan, files=tuple(_wait(futures)), office=papers)


_Item = TypeVar("_Item")
_Futures = list[tuple[PlannedFile, Future[bytes]]]
_OfficeFutures = list[tuple[Output, Future[bytes]]]
_Submitted = tuple[TablePlan, _Futures, _OfficeFutures]


def _submit(
    plan: TablePlan, config: BuildConfig, executor: BuildExecutor
) -> tuple[_Futures, _OfficeFutures]:
    if not plan.stale and not plan.office:
        return [], []
    # Slow to load, and not needed if no file is stale.
    from perf_report.outputs.jobs import Job, make_output

    whole = plan.summary.open_with_earlier()
    table = whole.public

    def submit(table: Table, output: Output, identifier: str) -> Future[bytes]:
        job = Job(table=table, output=output, config=config, identifier=identifier)
        return executor.submit(make_output, job)

    files = [(each, submit(table, each.output, each.identifier)) for each in plan.stale]
    office = [(each, submit(whole, each, _identifier(plan, each))) for each in plan.office]
    return files, office


def _identifier(plan: TablePlan, output: Output) -> str:
    """The identifier of an office's own paper: a hash of the whole spec."""
    parts = (output.path, plan.summary.source.digest, plan.summary.framework)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def _read_ahead(submitted: Iterator[_Submitted], executor: BuildExecutor) -> Iterator[_Submitted]:
    """The tables in order, after a few more have been submitted."""
    waiting: deque[_Submitted] = deque()
    for each in submitted:
        waiting.append(each)
        if len(waiting) > executor.tables_ahead:
            yield waiting.popleft()
    yield from waiting


def _wait(
    futures: Iterable[tuple[_Item, Future[bytes]]],
) -> Iterator[tuple[_Item, bytes]]:
    """The files that were made, without those whose workers died."""
    for planned, future in futures:
        with suppress(WorkerLostError):
            yield planned, future.result()
