"""Workers: all cores, nothing lost but what killed two of them, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from builds import add_specs, contents, small_job, wait_for
from calls import Unloadable, count_boxes, die, die_once, refuse, sleep_long

from perf_report.errors import RenderError, WorkerLostError
from perf_report.outputs.jobs import make_output
from perf_report.outputs.worker_pool import Crew, workers

Runner = Callable[..., Any]


def is_alive(process: int) -> bool:
    """Whether there is such a process, which has not only to be buried by its parent."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(process: int) -> list[int]:
    return [int(x) for x in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def nursery_of(build: int) -> int:
    """The process that has loaded what makes files, and forked the workers."""
    (nursery,) = children(build)
    return nursery


# --- The crew ---


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew(2, None)
    yield made
    made.stop()


def test_every_piece_of_work_comes_back_to_who_asked_for_it(crew: Crew) -> None:
    futures = [crew.submit(divmod, number, 7) for number in range(50)]

    assert [future.result() for future in futures] == [divmod(number, 7) for number in range(50)]


def test_all_processes_work(crew: Crew) -> None:
    seen = {crew.submit(os.getpid).result() for _ in range(200)}

    assert len(seen) == 2
    assert os.getpid() not in seen


def test_what_a_process_raises_is_raised_here_with_its_place(crew: Crew) -> None:
    with pytest.raises(RenderError) as caught:
        crew.submit(refuse, "x").result()

    assert caught.value.arguments == {"url": "x"}
    assert "in refuse" in caught.value.__notes__[0]


def boxes_after_each(layouts: int) -> list[int]:
    """How many boxes a process holds after each of so many layouts."""
    job, held = small_job("pdf"), []
    crew = Crew(1, ())
    try:
        for _ in range(layouts):
            crew.submit(make_output, job).result()
            held.append(crew.submit(count_boxes).result())
    finally:
        crew.stop()
    return held


def test_a_process_collects_between_pieces_of_work_where_they_left_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("perf_report.outputs.worker_main.MOST_GARBAGE", 0)

    assert boxes_after_each(2) == [0, 0]


def test_a_process_does_not_collect_for_a_little() -> None:
    first, second = boxes_after_each(2)

    assert second == 2 * first > 0


def test_a_killed_process_is_replaced_and_its_work_tried_once_more(
    crew: Crew, tmp_path: Path
) -> None:
    assert crew.submit(die_once, str(tmp_path / "marker")).result() == "survived"
    assert len({crew.submit(os.getpid).result() for _ in range(200)}) == 2


def test_work_that_kills_two_processes_is_lost_and_the_rest_goes_on(crew: Crew) -> None:
    futures = [crew.submit(abs, -1), crew.submit(die, 0), crew.submit(abs, -2), crew.submit(die, 1)]
    later = crew.submit(abs, -3)

    assert (futures[0].result(), futures[2].result(), later.result()) == (1, 2, 3)
    for lost in (futures[1], futures[3]):
        with pytest.raises(WorkerLostError):
            lost.result()


@pytest.mark.parametrize(
    ("call", "error"),
    [((id, Unloadable()), RenderError), ((id, Lock()), TypeError), ((Lock,), TypeError)],
    ids=["a call that cannot be loaded", "one that cannot be sent", "a result that cannot be sent"],
)
def test_what_cannot_be_handed_over_is_an_error_and_the_rest_goes_on(
    crew: Crew, call: tuple[Any, ...], error: type[Exception]
) -> None:
    for _ in range(3):
        with pytest.raises(error):
            crew.submit(*call).result(timeout=30)

    assert [crew.submit(abs, -number).result(timeout=30) for number in range(5)] == list(range(5))


def test_idle_processes_that_are_killed_are_replaced_when_there_is_work(crew: Crew) -> None:
    for process in {crew.submit(os.getpid).result() for _ in range(200)}:
        os.kill(process, signal.SIGKILL)

    assert [crew.submit(abs, -number).result() for number in range(5)] == list(range(5))


def interrupt(marker: Path, processes: set[int]) -> None:
    """Leave while both processes are there and one is at work."""
    with workers(2, None) as executor:
        processes |= {executor.submit(os.getpid).result() for _ in range(200)}
        executor.submit(sleep_long, str(marker))
        wait_for(marker.exists)
        raise KeyboardInterrupt


def test_leaving_by_an_exception_stops_the_processes_at_once(tmp_path: Path) -> None:
    processes: set[int] = set()
    begin = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        interrupt(tmp_path / "marker", processes)

    assert time.monotonic() - begin < 30
    assert len(processes) == 2
    assert not any(map(is_alive, processes))


def test_processes_that_were_asked_for_nothing_need_not_load_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("perf_report.outputs.jobs.load_engine", lambda: time.sleep(60))
    begin = time.monotonic()

    with workers(2, ()):
        pass

    assert time.monotonic() - begin < 30


def test_one_worker_is_a_thread_of_this_process() -> None:
    with workers(1, None) as executor:
        assert executor.submit(os.getpid).result() == os.getpid()


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


def test_a_build_survives_that_its_workers_are_killed_and_makes_the_same_bytes(
    project: Path, begun: "subprocess.Popen[str]", alone: dict[str, bytes]
) -> None:
    found = children(nursery_of(begun.pid))
    assert len(found) == 2
    for process in found:
        os.kill(process, signal.SIGKILL)

    _, said = begun.communicate(timeout=120)
    assert begun.returncode == 0, said
    assert contents(project / "out") == alone


def test_a_build_needs_its_nursery_no_longer_when_there_are_workers(
    project: Path, begun: "subprocess.Popen[str]", alone: dict[str, bytes]
) -> None:
    os.kill(nursery_of(begun.pid), signal.SIGKILL)

    _, said = begun.communicate(timeout=120)
    assert begun.returncode == 0, said
    assert contents(project / "out") == alone


def test_a_nursery_that_dies_before_it_has_workers_is_done_without(
    project: Path, alone: dict[str, bytes]
) -> None:
    command = [sys.executable, "-m", "perf_report", "build", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as build:
        found = wait_for(lambda: children(build.pid))
        os.kill(found[0], signal.SIGKILL)
        _, said = build.communicate(timeout=120)

    assert build.returncode == 0, said
    assert contents(project / "out") == alone


def test_ctrl_c_leaves_whole_files_and_no_process(
    project: Path, begun: "subprocess.Popen[str]", alone: dict[str, bytes]
) -> None:
    nursery = nursery_of(begun.pid)
    found = [nursery, *children(nursery)]
    assert len(found) == 3
    os.killpg(begun.pid, signal.SIGINT)
    begin = time.monotonic()

    _, said = begun.communicate(timeout=60)

    assert time.monotonic() - begin < 10
    assert begun.returncode == 130, said
    assert "Traceback" not in said
    assert not any(map(is_alive, found))
    left = contents(project / "out")
    del left["manifest.json"]
    assert left
    assert {name: alone.get(name) for name in left} == left


def test_the_workers_of_a_killed_build_leave_by_themselves(
    begun: "subprocess.Popen[str]",
) -> None:
    nursery = nursery_of(begun.pid)
    found = [nursery, *children(nursery)]
    begun.kill()

    wait_for(lambda: not any(map(is_alive, found)))


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
    assert "43 files written" in ran.stderr
    again = tool("build", "-o", "out", cwd=project)
    assert again.stdout.split() == [str(Path("out/two/2025/table.en.pdf"))]
    assert contents(project / "out") == alone
