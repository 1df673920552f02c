"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builds import add_specs, contents, small_job, wait_for

from perf_report import resources
from perf_report.errors import PerfReportError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.cluster_payload import make_with_payload, pack_payload, without_paths
from perf_report.outputs.jobs import make_output
from perf_report.outputs.worker_main import MAX_GARBAGE

Runner = Callable[..., Any]

OURS = (resources.templates_path(),)


class Cluster:
    """A scheduler on a free port, and workers that join it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.log = folder / "scheduler.log"
        self.scheduler = self.start(
            "scheduler", self.log, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        found = wait_for(lambda: re.search(r"tcp://127\.0\.0\.1:\d+", self.log.read_text()))
        self.address = found[0]

    def start(self, kind: str, log: Path, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        with log.open("wb") as stream:
            return subprocess.Popen(command, cwd=self.folder, stdout=stream, stderr=stream)

    def join(self) -> "subprocess.Popen[bytes]":
        """One worker more, in a folder of its own."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        worker = self.start(
            "worker", log, self.address, "--host", "127.0.0.1", "--nthreads", "1",
            "--no-nanny", "--no-dashboard", "--memory-limit", "0",
            "--local-directory", str(self.folder),
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def has_worked(self, worker: "subprocess.Popen[bytes]") -> bool:
        """Whether a worker has loaded the layout engine, to work with it."""
        return "libpango" in Path(f"/proc/{worker.pid}/maps").read_text("utf-8")

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and three workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    for _ in range(3):
        made.join()
    yield made
    made.stop()


def make_project(folder: Path) -> Path:
    """A project of four departments, with a template and a font of its own."""
    (folder / "templates").mkdir(parents=True)
    add_specs(folder)
    (folder / "templates" / "proof.html.j2").write_text("<p>mine</p>", "utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture(scope="module")
def alone(here: Runner, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build on this machine alone makes."""
    folder = make_project(tmp_path_factory.mktemp("alone"))
    ran = here("build", "-o", "alone", cwd=folder)
    assert ran.code == 0, ran.stderr
    return contents(folder / "alone")


def begin(project: Path, cluster: Cluster, *options: str) -> "subprocess.Popen[str]":
    """A build by the cluster."""
    command = [sys.executable, "-m", "perf_report", "build", "-o", "out", *options]
    return subprocess.Popen(
        [*command, "--cluster", cluster.address],
        cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


def test_a_cluster_makes_the_same_bytes(
    tool: Runner, project: Path, cluster: Cluster, alone: dict[str, bytes]
) -> None:
    ran = tool("build", "-o", "out", "--cluster", cluster.address, cwd=project)

    assert ran.code == 0, ran.stderr
    assert contents(project / "out") == alone
    assert all(map(cluster.has_worked, cluster.workers))


@pytest.mark.weekly
def test_a_worker_that_is_killed_and_one_that_joins_late_change_nothing(
    project: Path, cluster: Cluster, alone: dict[str, bytes]
) -> None:
    running = begin(project, cluster)
    first = wait_for(lambda: [each for each in cluster.workers if cluster.has_worked(each)])[0]
    first.send_signal(signal.SIGKILL)
    late = cluster.join()

    _, said = running.communicate(timeout=240)

    assert running.returncode == 0, said
    assert late.poll() is None
    assert contents(project / "out") == alone


@pytest.mark.weekly
def test_a_scheduler_that_disappears_is_said_and_the_next_build_goes_on(
    tool: Runner, project: Path, cluster: Cluster
) -> None:
    # More than can be made between the first table and the blow.
    add_specs(project, (f"more-{number}" for number in range(8)))
    running = begin(project, cluster, "--lang", "zh")
    wait_for(lambda: list((project / "out").glob("*/*/table.zh.pdf")))
    cluster.scheduler.kill()

    _, said = running.communicate(timeout=120)

    assert running.returncode == 3
    assert cluster.address in said
    assert "Traceback" not in said
    done = contents(project / "out")
    assert "manifest.json" in done
    left = {name: data for name, data in done.items() if name != "manifest.json"}
    assert left
    assert tool("build", "-o", "alone", "--lang", "zh", cwd=project).code == 0
    alone = contents(project / "alone")
    assert {name: alone.get(name) for name in left} == left
    again = tool("build", "-o", "out", "--lang", "zh", cwd=project)
    assert again.code == 0
    assert len(again.stdout.splitlines()) == len(alone) - 1 - len(left)
    assert contents(project / "out") == alone


def test_no_scheduler_is_said_by_its_address(here: Runner, project: Path) -> None:
    ran = here("build", "--cluster", "tcp://127.0.0.1:9", cwd=project)

    assert ran.code == 3
    assert "tcp://127.0.0.1:9" in ran.stderr
    assert not (project / "output").exists()


@pytest.mark.parametrize("address", ["nonsense://x:1", "tcp://127.0.0.1", "x", ""])
def test_an_address_that_is_none_is_said(here: Runner, project: Path, address: str) -> None:
    ran = here("build", "--cluster", address, cwd=project)

    assert ran.code == 3
    assert "Traceback" not in ran.stderr


def test_what_is_fresh_needs_no_cluster(here: Runner, project: Path) -> None:
    assert here("build", "--format", "csv", cwd=project).code == 0

    ran = here("build", "--format", "csv", "--cluster", "tcp://127.0.0.1:9", cwd=project)

    assert ran.code == 0, ran.stderr


def test_supplies_name_no_path_of_this_machine(project: Path) -> None:
    font = project / "extra.otf"
    font.write_bytes(b"font")

    payload = pack_payload(BuildConfig(templates=(project / "templates", *OURS), fonts=(font,)))

    assert payload.templates == ({"proof.html.j2": b"<p>mine</p>"}, None)
    assert payload.fonts == ((".otf", b"font"),)
    assert str(project) not in repr(payload)


def test_a_worker_has_our_own_templates_itself() -> None:
    job = small_job("html")

    payload = pack_payload(job.config)

    assert payload.templates == (None,)
    assert make_with_payload(payload, without_paths(job)) == make_output(job)


def test_a_worker_lays_out_uncollected_and_collects_afterwards_where_much_was_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job, collected = small_job("html"), []
    before = gc.get_threshold()
    monkeypatch.setattr(
        "perf_report.outputs.cluster_payload.make_output",
        lambda _: collected.append(gc.isenabled()),
    )
    try:
        make_with_payload(pack_payload(job.config), without_paths(job))
        after = gc.get_threshold()
    finally:
        gc.set_threshold(*before)

    assert (collected, gc.isenabled(), after[0]) == ([False], True, MAX_GARBAGE)


def test_a_worker_with_other_templates_of_ours_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = small_job("html")
    payload = replace(pack_payload(job.config), fonts=((".otf", b"not seen before"),))
    other = shutil.copytree(resources.templates_path(), tmp_path / "templates")
    (other / "table.html.j2").write_text("other", "utf-8")
    monkeypatch.setattr(resources, "templates_path", lambda: other)

    with pytest.raises(PerfReportError) as caught:
        make_with_payload(payload, without_paths(job))

    assert caught.value.arguments == {"names": "perf-report"}
