"""A process with limits: whatever a call does to it, it ends, and the caller is told."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from builds import wait_for
from calls import die, die_in_the_middle_of_the_result, refuse, sleep_long

from perf_report.errors import RenderError
from perf_report.processes.limited_process import LimitedProcess, ProcessLimitError


@pytest.mark.parametrize("call", [die, die_in_the_middle_of_the_result])
def test_a_process_that_dies_is_told_and_makes_no_more_calls(call: Callable[..., Any]) -> None:
    with LimitedProcess() as process:
        functions: list[Callable[..., Any]] = [call, abs]
        for function in functions:
            with pytest.raises(ProcessLimitError):
                process.call(function, -1)


def test_an_error_is_raised_here_and_calls_go_on() -> None:
    with LimitedProcess() as process:
        with pytest.raises(RenderError, match="outside-request"):
            process.call(refuse, "x")
        assert process.call(abs, -1) == 1


def leave_in_the_middle_of_a_call(marker: Path, thread: ThreadPoolExecutor) -> None:
    with LimitedProcess() as process:
        thread.submit(process.call, sleep_long, str(marker))
        wait_for(marker.exists)
        raise KeyboardInterrupt


def test_leaving_by_an_exception_does_not_wait_for_the_call(tmp_path: Path) -> None:
    begin = time.monotonic()
    with ThreadPoolExecutor(1) as thread, pytest.raises(KeyboardInterrupt):
        leave_in_the_middle_of_a_call(tmp_path / "marker", thread)
    assert time.monotonic() - begin < 30
