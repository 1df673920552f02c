"""The bars of hostile or merely large text: seconds, memory, and what twice the text costs."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import Measured

REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
TOOL = [sys.executable, "-m", "perf_report"]
# Half of what a file may hold, so that twice as much still fits: 4 MB, and 200,000 values.
KINDS: dict[str, str] = {
    "suppressions": "# perf-report: allow target-vague -- a\n" * 45_000,
    "invisible-in-a-line": "# " + "\u200b" * 600_000 + "\n",
    "invisible-in-lines": "# \u200b\n" * 300_000,
    "unknown-keys": "".join(f"k{number}: 1\n" for number in range(48_000)),
    "anchors": "k:\n" + "  - &a 1\n" * 95_000,
    "units": "units:\n" + "".join(f"  u{n}: {{one: 5}}\n" for n in range(24_000)),
}


def measure(path: Path, environment: dict[str, str]) -> tuple[float, float]:
    """The processor seconds and the megabytes of a check of a file, without a cache."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], capture_output=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    shutil.rmtree(Path(environment["XDG_CACHE_HOME"]) / "perf-report/checks", ignore_errors=True)
    command = [*TOOL, "validate", "--format", "text", "--jobs", "1", str(path)]
    run = subprocess.run(
        [sys.executable, "-c", script, *command],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    seconds, peak = run.stdout.split()
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform == "linux" else 1
    return float(seconds), float(peak) * unit / 1_000_000


def largest(bench: Any, figure: Callable[[tuple[float, float]], float]) -> float:
    """The largest figure of all kinds at full size."""
    return max(figure(bench.large_text[kind, 2]) for kind in KINDS)


def measure_all(folder: Path, environment: dict[str, str]) -> dict[tuple[str, int], Any]:
    """The figures of every kind, by its name and how many times it is behind the real table."""
    figures: dict[tuple[str, int], Any] = {}
    for kind, text in KINDS.items():
        for times in (1, 2):
            path = folder / f"{kind}-{times}.yaml"
            more = text if times == 1 else text + text.removeprefix("k:\n").removeprefix("units:\n")
            path.write_text(SPEC.read_text("utf-8") + more, "utf-8")
            figures[kind, times] = measure(path, environment)
    return figures


def large_seconds(bench: Any) -> Measured:
    """The slowest kind of text of 4 MB, or of 200,000 values, against what a check may take."""
    taken = largest(bench, lambda figures: figures[0])
    return Measured(name="check of 4 MB, limit", ours=taken, theirs=5, unit="s", bar=1.0)


def large_memory(bench: Any) -> Measured:
    """The kind that needs most memory, against what a check may take."""
    taken = largest(bench, lambda figures: figures[1])
    return Measured(name="memory of a check, limit", ours=taken, theirs=300, unit="MB", bar=1.0)


def large_growth(bench: Any) -> Measured:
    """The kind that grows most with twice the text."""
    figures = bench.large_text
    kind = max(KINDS, key=lambda kind: figures[kind, 2][0] / figures[kind, 1][0])
    twice, once = figures[kind, 2][0], figures[kind, 1][0]
    return Measured(name="twice the text / once", ours=twice, theirs=once, unit="s", bar=2.3)


LARGE_TEXT_BARS = {
    "large-seconds": large_seconds,
    "large-memory": large_memory,
    "large-growth": large_growth,
}
