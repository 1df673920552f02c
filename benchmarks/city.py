"""The bars of a city's projects: that a table costs as much among many as among few.

What is compared is processor time, that of all processes of a command, so that what else a machine
does falsifies it less.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from measuring import Measured, processor_seconds

REPOSITORY = Path(__file__).resolve().parent.parent
TOOL = [sys.executable, "-m", "perf_report"]
DATA = ("--format", "json", "--format", "csv", "--format", "yaml")
# So many projects has a department.
EACH = 50
# A tenth of the projects shows what one costs before anything has grown.
FEW = 10
# What a look at a table may take that has not changed, in seconds.
LOOK = 0.002


class City:
    """Projects of made-up specs in a temporary folder, and what their commands take."""

    def __init__(self, folder: Path, environment: dict[str, str], sizes: dict[str, int]) -> None:
        self.folder = folder / "city"
        self.environment = environment | {"XDG_CACHE_HOME": str(self.folder / "cache")}
        self.count = sizes["projects"]

    @cached_property
    def many(self) -> dict[str, float]:
        """The seconds a table of all."""
        return self._measure(self.count)

    @cached_property
    def few(self) -> dict[str, float]:
        """The seconds a table of a tenth."""
        return self._measure(self._small)

    @property
    def look(self) -> float:
        """The seconds of a look at one more table that has not changed."""
        many, few = _tables(self.count), _tables(self._small)
        return (self.many["nothing"] * many - self.few["nothing"] * few) / (many - few)

    @property
    def _small(self) -> int:
        return max(self.count // FEW, EACH)

    def _measure(self, count: int) -> dict[str, float]:
        root, departments = self.folder / str(count), _tables(count) - count
        (root / "specs").mkdir(parents=True)
        (root / "perf-report.toml").touch()
        writer = [sys.executable, str(REPOSITORY / "benchmarks" / "projects.py"),
                  str(root / "specs"), "--count", str(count),
                  "--departments", str(departments)]  # fmt: skip
        subprocess.run(writer, check=True, capture_output=True, env=self.environment)
        tool = [*TOOL, "--project", str(root)]
        commands = {
            "data": [*tool, "build", *DATA],
            "nothing": [*tool, "build", *DATA],
            "pages": [*tool, "build", "--format", "html"],
            "site": [*tool, "site", "--no-build", "--no-search"],
        }
        return {
            name: processor_seconds(command, self.environment) / _tables(count)
            for name, command in commands.items()
        }


def _tables(count: int) -> int:
    """The tables of so many projects and of their departments."""
    return count + max(count // EACH, 1)


def _flat(what: str, name: str, bar: float, bench: Any) -> Measured:
    """A table of many against one of few, in milliseconds."""
    return Measured(
        name=name, ours=1_000 * bench.city.many[what], theirs=1_000 * bench.city.few[what],
        unit="ms", bar=bar,
    )  # fmt: skip


def _nothing(bench: Any) -> Measured:
    """A look at one more table that has not changed; starting the command is no part of it."""
    return Measured(name="a look at a project / 2 ms", ours=1_000 * bench.city.look,
                    theirs=1_000 * LOOK, unit="ms", bar=1.0)  # fmt: skip


CITY_BARS: dict[str, Callable[[Any], Measured]] = {
    "city-data": partial(_flat, "data", "data of a project, many / few", 1.10),
    "city-pages": partial(_flat, "pages", "pages of a project, many / few", 1.10),
    "city-site": partial(_flat, "site", "site of a project, many / few", 1.10),
    "city-nothing": _nothing,
}
