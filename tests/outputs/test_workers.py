"""Workers: all cores, nothing lost but what killed two of them, nothing left behind."""

import contextlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from builds import add_specs, contents, small_job, wait_for
from calls import (
    Unloadable,
    count_boxes,
    die,
    die_in_the_middle_of_the_result,
    die_once,
    is_alive,
    refuse,
    sleep_long,
)

from perf_report.errors import RenderError, WorkerLostError
from perf_report.outputs import worker_pool
from perf_report.outputs.jobs import make_output
from perf_report.outputs.worker_main import MAX_GARBAGE
from perf_report.outputs.worker_pool import WorkerPool, open_workers

Runner = Callable[..., Any]


def children(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for children in lists for child in children.read_text().split()]


def workers_of(build: int) -> list[int]:
    """The worker processes of a build; the tracker of semaphores is none."""
    return [each for each in children(build) if b"spawn_main" in command_of(each)]


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


# --- The pool ---


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool(2, None)
    yield made
    made.stop()


def test_every_result_comes_back_to_its_call(pool: WorkerPool) -> None:
    futures = [pool.submit(divmod, number, 7) for number in range(50)]

    assert [future.result() for future in futures] == [divmod(number, 7) for number in range(50)]


def processes_of(pool: WorkerPool) -> set[int]:
    """The processes that work, found by jobs that wait for each other."""
    futures = [pool.submit(os.getpid) for _ in range(200)]
    return {future.result() for future in futures}


def test_all_processes_work(pool: WorkerPool) -> None:
    seen = processes_of(pool)

    assert len(seen) == 2
    assert os.getpid() not in seen


def test_an_exception_of_a_job_is_raised_here_with_its_place(pool: WorkerPool) -> None:
    with pytest.raises(RenderError) as caught:
        pool.submit(refuse, "x").result()

    assert caught.value.arguments == {"url": "x"}
    assert "in refuse" in str(caught.value.__cause__)


def test_a_worker_collects_between_jobs_only_if_they_left_much() -> None:
    job, pool = small_job("pdf"), WorkerPool(1, ())
    try:
        pool.submit(make_output, job).result()
        once = pool.submit(count_boxes).result()
        pool.submit(make_output, job).result()
        assert pool.submit(count_boxes).result() == 2 * once > 0

        pool.submit(list, [[] for _ in range(2 * MAX_GARBAGE)]).result()
        assert pool.submit(count_boxes).result() == 0
    finally:
        pool.stop()


def test_a_worker_is_replaced_after_its_share_of_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "JOBS_PER_WORKER", 5)
    pool = WorkerPool(1, None)
    try:
        seen = [pool.submit(os.getpid).result() for _ in range(12)]
    finally:
        pool.stop()

    assert [len(set(seen[i : i + 5])) for i in (0, 5, 10)] == [1, 1, 1]
    assert len(set(seen)) == 3


def test_a_killed_worker_is_replaced_and_its_job_tried_once_more(
    pool: WorkerPool, tmp_path: Path
) -> None:
    assert pool.submit(die_once, str(tmp_path / "marker")).result() == "survived"
    assert len(processes_of(pool)) == 2


def test_a_job_that_kills_two_workers_is_lost_and_the_rest_goes_on(pool: WorkerPool) -> None:
    futures: list[Future[Any]] = [
        pool.submit(abs, -1), pool.submit(die, 0), pool.submit(abs, -2), pool.submit(die, 1),
    ]  # fmt: skip
    later = pool.submit(abs, -3)

    assert (futures[0].result(), futures[2].result(), later.result()) == (1, 2, 3)
    for lost in (futures[1], futures[3]):
        with pytest.raises(WorkerLostError):
            lost.result()


def test_a_worker_that_dies_in_the_middle_of_its_result_is_lost_and_the_rest_goes_on(
    pool: WorkerPool,
) -> None:
    """As one does that is killed for its memory, or by a build that is stopped."""
    lost = pool.submit(die_in_the_middle_of_the_result, 1)

    with pytest.raises(WorkerLostError):
        lost.result(timeout=60)
    assert pool.submit(abs, -1).result(timeout=60) == 1


@pytest.mark.parametrize(
    ("call", "error"),
    [((id, Unloadable()), RenderError), ((id, Lock()), TypeError), ((Lock,), TypeError)],
    ids=["a call that cannot be loaded", "one that cannot be sent", "a result that cannot be sent"],
)
def test_what_cannot_be_pickled_is_an_error_and_the_rest_goes_on(
    pool: WorkerPool, call: tuple[Any, ...], error: type[Exception]
) -> None:
    for _ in range(3):
        with pytest.raises(error):
            pool.submit(*call).result(timeout=60)

    assert [pool.submit(abs, -number).result(timeout=60) for number in range(5)] == list(range(5))


def test_idle_workers_that_are_killed_are_replaced_when_there_is_a_job(pool: WorkerPool) -> None:
    for process in processes_of(pool):
        os.kill(process, signal.SIGKILL)

    assert [pool.submit(abs, -number).result() for number in range(5)] == list(range(5))


def interrupt(marker: Path, processes: set[int]) -> None:
    """Leave while both workers are there and one is at work."""
    with open_workers(2, None) as executor:
        processes |= {executor.submit(os.getpid).result() for _ in range(200)}
        executor.submit(sleep_long, str(marker))
        wait_for(marker.exists)
        raise KeyboardInterrupt


def test_leaving_by_an_exception_stops_the_workers_at_once(tmp_path: Path) -> None:
    processes: set[int] = set()
    begin = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        interrupt(tmp_path / "marker", processes)

    assert time.monotonic() - begin < 30
    assert len(processes) == 2
    assert not any(map(is_alive, processes))


def test_workers_that_were_not_used_need_not_load_to_the_end() -> None:
    begin = time.monotonic()
    pool = WorkerPool(2, ())
    pool.start()
    pool.stop()

    assert time.monotonic() - begin < 30
    assert multiprocessing.active_children() == []


def test_one_worker_is_a_thread_of_this_process() -> None:
    with open_workers(1, None) as executor:
        assert executor.submit(os.getpid).result() == os.getpid()


def test_leaving_by_an_exception_cancels_what_waits_for_the_thread() -> None:
    later: list[Future[int]] = []

    def leave() -> None:
        with open_workers(1, None) as executor:
            executor.submit(wait_for, lambda: later and later[0].cancelled())
            later.append(executor.submit(abs, -1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert later[0].cancelled()


# --- Builds ---


def make_project(folder: Path) -> Path:
    """A project of four departments."""
    add_specs(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def alone(here: Runner, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one worker makes of it, and nothing happens."""
    folder = make_project(tmp_path_factory.mktemp("alone"))
    assert here("build", "-o", "alone", cwd=folder).code == 0
    return contents(folder / "alone")


@pytest.fixture
def begun(project: Path) -> Iterator["subprocess.Popen[str]"]:
    """A build by two workers that has written its first table."""
    command = [sys.executable, "-m", "perf_report", "build", "-o", "out", "--jobs", "2"]
    started = subprocess.Popen(
        command, cwd=project, text=True, start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_for(lambda: list((project / "out").glob("*/*/table.zh.pdf")))
    yield started
    if started.poll() is None:
        started.kill()
    started.communicate()


def test_a_build_whose_workers_are_killed_makes_the_same_bytes(
    project: Path, begun: "subprocess.Popen[str]", alone: dict[str, bytes]
) -> None:
    found = workers_of(begun.pid)
    assert len(found) == 2
    for process in found:
        os.kill(process, signal.SIGKILL)

    _, said = begun.communicate(timeout=120)
    assert begun.returncode == 0, said
    assert contents(project / "out") == alone


def test_a_worker_that_dies_while_it_loads_is_replaced(
    project: Path, alone: dict[str, bytes]
) -> None:
    command = [sys.executable, "-m", "perf_report", "build", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as build:
        found = wait_for(lambda: workers_of(build.pid))
        os.kill(found[0], signal.SIGKILL)
        _, said = build.communicate(timeout=120)

    assert build.returncode == 0, said
    assert contents(project / "out") == alone


def test_ctrl_c_leaves_whole_files_and_no_process(
    project: Path, begun: "subprocess.Popen[str]", alone: dict[str, bytes]
) -> None:
    found = children(begun.pid)
    assert len(workers_of(begun.pid)) == 2
    os.killpg(begun.pid, signal.SIGINT)
    begin = time.monotonic()

    _, said = begun.communicate(timeout=60)

    assert time.monotonic() - begin < 10
    assert begun.returncode == 130, said
    assert "Traceback" not in said
    wait_for(lambda: not any(map(is_alive, found)), seconds=10)
    left = contents(project / "out")
    del left["manifest.json"]
    assert left
    assert {name: alone.get(name) for name in left} == left


def test_the_workers_of_a_killed_build_end_by_themselves(
    begun: "subprocess.Popen[str]",
) -> None:
    found = children(begun.pid)
    begun.kill()

    wait_for(lambda: not any(map(is_alive, found)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_at_any_moment_leaves_no_process_and_no_noise(
    number: signal.Signals, project: Path, tmp_path: Path
) -> None:
    moments = random.Random(int(number))  # noqa: S311  # moments, no secrets
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for round_ in range(STOPS):
        command = [sys.executable, "-m", "perf_report", "build", "-o", f"out{round_}", "-j", "2"]
        build = subprocess.Popen(
            command, cwd=project, text=True, start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch)},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        time.sleep(moments.uniform(0.1, 4))
        found = children(build.pid) if build.poll() is None else []
        build.send_signal(number) if number == signal.SIGTERM else interrupt_group(build.pid)
        _, said = build.communicate(timeout=60)
        assert "Traceback" not in said, said
        assert "Exception" not in said, said
        wait_for(partial(are_gone, found), seconds=20)
    if number == signal.SIGINT:
        assert not list(scratch.iterdir())


# So many moments of each signal; PERF_REPORT_STOPS=150 tries more before a release.
STOPS = int(os.environ.get("PERF_REPORT_STOPS", "4"))


def are_gone(processes: list[int]) -> bool:
    return not any(map(is_alive, processes))


def interrupt_group(process: int) -> None:
    """Press Ctrl-C: all processes of the terminal get it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGINT)


DEADLY = """
import os, signal, sys
from perf_report.outputs import jobs
from perf_report.cli import main

make = jobs.make_output

def deadly(job):
    if job.table.plan.department.code == "two" and job.output.name == "table.en.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    return make(job)

jobs.make_output = deadly
if __name__ == "__main__":
    main()
"""


def test_a_document_that_kills_its_workers_is_reported_and_all_others_are_made(
    tool: Runner, project: Path, alone: dict[str, bytes]
) -> None:
    script = project / "deadly.py"
    script.write_text(DEADLY)
    command = [sys.executable, str(script), "build", "-o", "out", "--jobs", "2"]

    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    assert ran.returncode == 3
    assert "two/2025/table.en.pdf" in ran.stderr
    assert "44 files written" in ran.stderr
    again = tool("build", "-o", "out", cwd=project)
    assert again.stdout.split() == [str(Path("out/two/2025/table.en.pdf"))]
    assert contents(project / "out") == alone
