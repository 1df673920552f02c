"""What a benchmark measures, and how it is shown and kept."""

import json
import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

# Whose versions decide the figures.
PACKAGES = ("perf-report", "weasyprint", "jinja2", "pydyf", "distributed", "typst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured, against what, and the bar: how much of that it may be, if there is one."""

    name: str
    ours: float
    theirs: float
    unit: str
    bar: float | None

    @property
    def ratio(self) -> float:
        """Ours as a part of theirs."""
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        """Whether the bar holds."""
        return self.bar is None or self.ratio <= self.bar


def seconds(work: Callable[[], None]) -> float:
    """How long a piece of work takes by the clock on the wall."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def processor_seconds(command: list[str], environment: dict[str, str]) -> float:
    """The processor time of a command; a failure ends the benchmark."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median_of(rounds: int, work: Callable[[], None]) -> float:
    """The median seconds of a piece of work."""
    return statistics.median(seconds(work) for _ in range(rounds))


def render(rows: Sequence[Measured]) -> Iterator[str]:
    """The table of all bars."""
    yield f"{'what':28} {'ours':>10} {'against':>10} {'ratio':>7} {'bar':>6}"
    for row in rows:
        ours, theirs = f"{row.ours:.2f} {row.unit}", f"{row.theirs:.2f} {row.unit}"
        mark = "" if row.holds else "  ← does not hold"
        ratio = f"{row.ratio:.2f}" if row.ratio >= 0.1 else f"{row.ratio:.4f}"
        bar = "–" if row.bar is None else f"{row.bar:.4g}"
        yield f"{row.name:28} {ours:>10} {theirs:>10} {ratio:>7} {bar:>6}{mark}"


def describe_run(rounds: int, sizes: Mapping[str, int]) -> dict[str, Any]:
    """The machine, the versions and the sizes of a run."""
    return {
        "machine": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)),
            "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
            "system": platform.platform(),
            "load_before": round(os.getloadavg()[0], 2),
        },
        "versions": {"python": platform.python_version(), **dict(_versions())},
        "rounds": rounds,
        "sizes": dict(sizes),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "none"


def describe(run: Mapping[str, Any]) -> Iterator[str]:
    """The same for people."""
    for name in ("machine", "versions", "sizes"):
        yield f"{name}: " + ", ".join(f"{key} {value}" for key, value in run[name].items())
    yield f"rounds: {run['rounds']}"


def write_results(path: Path, run: Mapping[str, Any], rows: Mapping[str, Measured]) -> None:
    """Keep the figures; those of bars that were not measured this time stay, with their run."""
    known = json.loads(path.read_text("utf-8"))["bars"] if path.exists() else {}
    known |= {
        name: {
            "what": row.name, "ours": round(row.ours, 4), "against": round(row.theirs, 4),
            "unit": row.unit, "ratio": round(row.ratio, 5), "bar": row.bar, "holds": row.holds,
            "run": run,
        }
        for name, row in rows.items()
    }  # fmt: skip
    text = json.dumps({"version": 1, "bars": known}, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", "utf-8")
