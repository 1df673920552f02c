"""What the files of one table share: it is packed once, and what several print is made once."""

import pickle
from dataclasses import replace
from typing import Any

import pytest
from builds import small_job, small_table

from perf_report.model.plan import Plan
from perf_report.outputs import jobs
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.render import table_data
from perf_report.render.localized_text import Mode


def sent(table: Table) -> Table:
    """A table as it comes to another process."""
    received = pickle.loads(pickle.dumps(table))  # noqa: S301  # of our own
    assert isinstance(received, Table)
    return received


def test_a_table_comes_to_another_process_with_all_that_it_has() -> None:
    table = small_table()
    table = replace(table, earlier=replace(table, plan=replace(table.plan, year=2024)))

    received = sent(table)

    assert received.earlier is not None
    assert (received.plan, received.source) == (table.plan, table.source)
    assert received.vocabulary == table.vocabulary
    assert received.earlier.plan.year == 2024
    assert received.earlier.earlier is None


def test_a_table_is_packed_once_for_all_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    table, packed = small_table(), 0
    pack = Plan.__getstate__

    def count(self: Plan) -> Any:
        nonlocal packed
        packed += 1
        return pack(self)

    monkeypatch.setattr(Plan, "__getstate__", count)

    calls = {pickle.dumps(replace(small_job("json"), table=table)) for _ in range(3)}

    assert len(calls) == packed == 1


def test_a_process_opens_a_table_once_for_all_its_files() -> None:
    table = small_table()
    other = replace(table, plan=replace(table.plan, year=2031))

    first, second, third = sent(table), sent(other), sent(table)

    assert first is third
    assert (first.plan.year, second.plan.year) == (table.plan.year, 2031)


@pytest.mark.parametrize(
    ("module", "name", "paths"),
    [
        (jobs, "build_view", ("table.zh.html", "table.zh.pdf")),
        (table_data, "to_json", ("table.zh.pdf", "table.json")),
    ],
)
def test_what_two_files_print_is_made_once(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, paths: tuple[str, str]
) -> None:
    make, made = getattr(module, name), 0

    def count(*arguments: Any, **options: Any) -> Any:
        nonlocal made
        made += 1
        return make(*arguments, **options)

    monkeypatch.setattr(module, name, count)
    table = small_table()

    assert all(make_output(job_of(table, path)) for path in paths)
    assert made == 1


def test_tables_that_differ_in_anything_are_not_taken_for_each_other() -> None:
    alone = small_table()
    later = replace(alone, earlier=replace(alone, plan=replace(alone.plan, year=1999)))

    pages = [make_output(job_of(table, "table.zh.html")) for table in (alone, later)]

    assert [b"1999" in page for page in pages] == [False, True]


def job_of(table: Table, path: str) -> Job:
    """A file of a table, in Chinese where it has a language."""
    format_: Any = path.rpartition(".")[2]
    mode: Mode | None = "zh" if ".zh." in path else None
    output = Output(format=format_, path=path, mode=mode)
    return replace(small_job(format_), table=table, output=output)
