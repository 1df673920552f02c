"""The bars of many specs: a rebuild, both cores, a cluster, memory, and what a warm worker does.

The sizes are arguments of bench.py. What takes long is done once and shared by the bars that need
it; each bar is a ratio of two figures of this one run.
"""

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from measuring import Measured, median_of, seconds

REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
TOOL = [sys.executable, "-m", "perf_report"]
# A PDF of each spec in each.
MODES = ("zh", "en", "zh-en")
# So few specs show what one costs before anything has grown.
FEW = 10
# As docs/scale.md starts Dask: it looks neither at its workers' stacks a hundred times a second nor
# at its own clock fifty times.
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
}
# After so many seconds the full build is held, and the few are built.
TURN = 300


class Bulk:
    """Projects of made-up specs in a temporary folder, with the figures that several bars share."""

    def __init__(self, folder: Path, environment: dict[str, str], sizes: dict[str, int]) -> None:
        self.folder = folder
        self.sizes = sizes
        self.environment = environment | {"XDG_CACHE_HOME": str(folder / "cache")}

    def run(self, command: list[str]) -> str:
        """What a command prints; a failure ends the benchmark."""
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=self.environment
        ).stdout

    def specs(self, count: int) -> Path:
        """A folder of so many specs."""
        folder = self.folder / f"specs-{count}"
        if not folder.exists():
            writer = str(REPOSITORY / "benchmarks" / "specs.py")
            self.run([sys.executable, writer, str(folder), "--count", str(count)])
        return folder

    def build(self, count: int, output: str, *options: str) -> float:
        """The seconds of building so many specs from nothing."""
        shutil.rmtree(self.folder / output, ignore_errors=True)
        return seconds(lambda: self.rebuild(count, output, *options))

    def rebuild(self, count: int, output: str, *options: str) -> None:
        """Build so many specs where they may have been built before."""
        self.run(self.command(count, output, *options))

    def command(self, count: int, output: str, *options: str) -> list[str]:
        """The build of so many specs."""
        specs = str(self.specs(count))
        return [*TOOL, "build", specs, "-o", str(self.folder / output), *options]

    @property
    def whole(self) -> float:
        """The seconds of the full build of all specs."""
        return self.in_turns[0]

    @cached_property
    def in_turns(self) -> tuple[float, float]:
        """The seconds of the full build of all specs, and those of a few.

        The processor's speed swings within the hour that the full build takes. So it is held
        every few minutes, while the few are built; theirs is the mean.
        """
        command = self.command(self.sizes["specs"], "whole")
        few: list[float] = []
        spent = 0.0
        with _started(command, self.environment) as process:
            while process.poll() is None:
                spent += seconds(lambda: _wait(process, TURN))
                with _held(process):
                    few.append(self.build(FEW, "few"))
        return spent, statistics.fmean(few)

    def warm(self, what: str, path: Path, *options: str) -> dict[str, float]:
        """What one warm process measures."""
        script = str(REPOSITORY / "benchmarks" / "warm.py")
        found: dict[str, float] = json.loads(
            self.run([sys.executable, script, what, str(path), *options])
        )
        return found

    @cached_property
    def memory(self) -> dict[str, float]:
        """The megabytes of a worker that makes many documents."""
        documents = self.sizes["documents"]
        specs = self.specs(-(-documents // len(MODES)))
        return self.warm("memory", specs, "--documents", str(documents))

    @contextmanager
    def cluster(self, count: int) -> Iterator[str]:
        """The address of a scheduler with so many workers, all on this machine."""
        log = self.folder / "scheduler.log"
        # Two cores have room for no nanny beside each worker.
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        processes = [self._start("scheduler", log, "--port", "0")]
        try:
            while not (found := re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text())):
                time.sleep(0.05)
            logs = (self.folder / f"worker-{number}.log" for number in range(count))
            processes += [self._start("worker", each, found[0], *options) for each in logs]
            yield found[0]
        finally:
            for process in processes:
                process.kill()
                process.wait()

    def _start(self, kind: str, log: Path, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        with log.open("wb") as stream:
            return subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--no-dashboard"], cwd=self.folder,
                stdout=stream, stderr=stream, env=self.environment | QUIET,
            )  # fmt: skip


@contextmanager
def _started(
    command: list[str], environment: dict[str, str], output: Any = subprocess.DEVNULL
) -> "Iterator[subprocess.Popen[bytes]]":
    """A command at work with all processes of its own; a failure ends the benchmark."""
    process = subprocess.Popen(
        command, stdout=output, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    except BaseException:
        _signal(process, signal.SIGKILL)
        process.wait()
        raise
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)


@contextmanager
def _held(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Have a process and those that it started stand still, unless it has ended."""
    _signal(process, signal.SIGSTOP)
    yield
    _signal(process, signal.SIGCONT)


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to all processes of a session: a build's workers are a group of their own."""
    for path in Path("/proc").iterdir():
        with suppress(ProcessLookupError):
            if path.name.isdecimal() and os.getsid(int(path.name)) == process.pid:
                os.kill(int(path.name), number)


def _wait(process: "subprocess.Popen[bytes]", most: float) -> None:
    """Wait for a process, so many seconds at most."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(most)


def warm_pdf(bench: Any) -> Measured:
    """One PDF of record in a warm worker, against a bare call of WeasyPrint with the same page."""
    found = bench.bulk.warm("pdf", SPEC, "--rounds", str(bench.rounds))
    return Measured(name="PDF, warm / bare call", ours=found["ours"], theirs=found["theirs"],
                    unit="s", bar=1.10)  # fmt: skip


def two_jobs(bench: Any) -> Measured:
    """The same specs by two jobs and by one; 1.8 times the throughput is 0.556 of the time."""
    bulk, count = bench.bulk, bench.bulk.sizes["bulk"]
    one, two = (bulk.build(count, f"jobs-{jobs}", f"--jobs={jobs}") for jobs in (1, 2))
    return Measured(name=f"{count} specs, 2 jobs / 1", ours=two, theirs=one, unit="s",
                    bar=0.556)  # fmt: skip


def not_weasyprint(bench: Any) -> Measured:
    """Everything that is not WeasyPrint, of all that checking and making outputs takes."""
    found = bench.bulk.warm("share", bench.bulk.specs(FEW))
    return Measured(name="not WeasyPrint, of all", ours=found["total"] - found["weasyprint"],
                    theirs=found["total"], unit="s", bar=0.08)  # fmt: skip


def nothing_changed(bench: Any) -> Measured:
    """A build of all specs where nothing has changed, against what it may take."""
    bulk, count = bench.bulk, bench.bulk.sizes["specs"]
    _ = bulk.whole
    spent = median_of(bench.rounds, lambda: bulk.rebuild(count, "whole"))
    return Measured(name=f"nothing changed of {count}", ours=spent, theirs=1.5, unit="s",
                    bar=1.0)  # fmt: skip


def validate_again(bench: Any) -> Measured:
    """A check of all specs that were checked before, against a build where nothing has changed."""
    bulk, count = bench.bulk, bench.bulk.sizes["specs"]
    _ = bulk.whole
    found: Measured = bench.compare(
        f"validate again / nothing, {count}", 1.5,
        lambda: bulk.run([*TOOL, "validate", str(bulk.specs(count))]),
        lambda: bulk.rebuild(count, "whole"),
    )  # fmt: skip
    return found


def nothing_against_whole(bench: Any) -> Measured:
    """The same against the full build."""
    bulk, count = bench.bulk, bench.bulk.sizes["specs"]
    whole = bulk.whole
    spent = median_of(bench.rounds, lambda: bulk.rebuild(count, "whole"))
    return Measured(name=f"nothing / all of {count}", ours=spent, theirs=whole, unit="s",
                    bar=0.003)  # fmt: skip


def one_changed(bench: Any) -> Measured:
    """One spec changed of all, against the cold build of one and a second."""
    bulk, count = bench.bulk, bench.bulk.sizes["specs"]
    _ = bulk.whole
    path = sorted(bulk.specs(count).iterdir())[count // 2]
    turns = []
    for number in range(bench.rounds):
        text = path.read_text("utf-8")
        path.write_text(f"{text}# {number}\n", "utf-8")
        changed = seconds(lambda: bulk.rebuild(count, "whole"))
        cold = bulk.build(1, "one")
        turns.append((changed, cold + 1))
    ours, theirs = (sorted(column)[len(column) // 2] for column in zip(*turns, strict=True))
    return Measured(name=f"one changed of {count}", ours=ours, theirs=theirs, unit="s",
                    bar=1.0)  # fmt: skip


def worker_memory(bench: Any) -> Measured:
    """The most that a worker held."""
    documents = bench.bulk.sizes["documents"]
    return Measured(name=f"worker, {documents} documents", ours=bench.bulk.memory["peak"],
                    theirs=400, unit="MB", bar=1.0)  # fmt: skip


def worker_growth(bench: Any) -> Measured:
    """What a worker holds at the end, against what it held after 50 documents."""
    found = bench.bulk.memory
    return Measured(name="its growth after 50", ours=found["end"], theirs=found["settled"],
                    unit="MB", bar=1.05)  # fmt: skip


def flat_cost(bench: Any) -> Measured:
    """The time for one of all specs, against one of ten."""
    bulk, count = bench.bulk, bench.bulk.sizes["specs"]
    whole, few = bulk.in_turns
    return Measured(name=f"a spec of {count} / of {FEW}", ours=whole / count,
                    theirs=few / FEW, unit="s", bar=1.10)  # fmt: skip


def by_cluster(bench: Any) -> Measured:
    """Two workers of Dask against two jobs in turns; 0.9 of the throughput is 1.111 of the time."""
    bulk, count = bench.bulk, bench.bulk.sizes["cluster"]
    bulk.specs(count)
    with bulk.cluster(2) as address:
        bulk.build(2, "first", f"--cluster={address}")  # the workers load their engines
        found: Measured = bench.compare(
            f"{count} specs, Dask / local", 1.111,
            lambda: bulk.build(count, "remote", f"--cluster={address}"),
            lambda: bulk.build(count, "local", "--jobs=2"),
        )  # fmt: skip
    return found


def against_typst(bench: Any) -> Measured:
    """Our PDF in a warm worker, against Typst setting the same rows; there is no bar yet."""
    found = bench.bulk.warm("typst", SPEC, "--rounds", str(bench.rounds))
    return Measured(name="PDF, warm / Typst", ours=found["ours"], theirs=found["theirs"],
                    unit="s", bar=None)  # fmt: skip


BULK_BARS: dict[str, Callable[[Any], Measured]] = {
    "warm-pdf": warm_pdf,
    "typst": against_typst,
    "not-weasyprint": not_weasyprint,
    "worker-memory": worker_memory,
    "worker-growth": worker_growth,
    "two-jobs": two_jobs,
    "cluster": by_cluster,
    "nothing": nothing_changed,
    "validate-again": validate_again,
    "nothing-share": nothing_against_whole,
    "one-changed": one_changed,
    "flat": flat_cost,
}
