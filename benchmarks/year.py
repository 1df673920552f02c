"""The bar of a year's papers: a plan and the reports on it, built together and one by one.

What is compared is processor time, that of all processes of a command, so that what else a machine
does falsifies it less.
"""

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from city import REPOSITORY, TOOL
from measuring import Measured, processor_seconds

STARTER = REPOSITORY / "perf_report" / "data" / "starter" / "year"


class Year:
    """The plan of the made-up department, its monitoring and its evaluation, in a folder."""

    def __init__(self, folder: Path, environment: dict[str, str], rounds: int) -> None:
        self.folder = folder / "year"
        self.environment = environment | {"XDG_CACHE_HOME": str(self.folder / "cache")}
        self.rounds = rounds

    def measure(self) -> tuple[float, float]:
        """The median seconds for all together, and for each by a command of its own."""
        shutil.copytree(STARTER, self.folder / "specs")
        (self.folder / "perf-report.toml").touch()
        papers = sorted((self.folder / "specs").iterdir())
        pairs = [
            (self._build(papers), sum(self._build([paper]) for paper in papers))
            for _ in range(self.rounds)
        ]
        together, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
        return together, alone

    def _build(self, papers: list[Path]) -> float:
        """A cold build of some of the papers, in one process."""
        for name in ("output", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        named = list(map(str, papers))
        command = [*TOOL, "--project", str(self.folder), "build", "--jobs", "1", *named]
        return processor_seconds(command, self.environment)


def _together(bench: Any) -> Measured:
    """A plan with its monitoring and its evaluation, against the three one by one."""
    together, alone = bench.year.measure()
    return Measured(
        name="a year's papers / one by one", ours=together, theirs=alone, unit="s", bar=1.0
    )


YEAR_BARS: dict[str, Callable[[Any], Measured]] = {"year": _together}
