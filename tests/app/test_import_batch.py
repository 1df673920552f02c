"""Files that are imported side by side: each in a process of its own."""

import time

import pytest
from calls import sleep_over_the_second

from perf_report.app.import_paper import batch
from perf_report.app.import_paper.batch import ImportTask, import_files
from perf_report.app.import_paper.run import Given
from perf_report.model.source import Source


def test_leaving_does_not_wait_for_the_files_that_are_being_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch, "run_task", sleep_over_the_second)
    tasks = [
        ImportTask(source=Source(name=name, data=b""), given=Given(), forms=(), frameworks=())
        for name in ("first", "second")
    ]
    begin = time.monotonic()

    outcomes = import_files(tasks, 2)
    assert str(next(outcomes)) == "first"
    outcomes.close()

    assert time.monotonic() - begin < 30
