"""The benchmark's table and its verdict; nothing here measures time."""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from builds import wait_for
from conftest import Runner

# The lines on the machine, the versions, the sizes and the rounds.
ABOUT = 4


@pytest.fixture(scope="module")
def bench(load_script: Callable[[str], ModuleType]) -> ModuleType:
    """The benchmark as a module."""
    return load_script("benchmarks/bench.py")


def measured(bench: ModuleType, ours: float, theirs: float, bar: float) -> Any:
    return bench.Measured(name="ours / theirs", ours=ours, theirs=theirs, unit="s", bar=bar)


@pytest.mark.parametrize(
    ("ours", "theirs", "bar", "holds"),
    [
        (1.0, 2.0, 0.65, True),
        (1.3, 2.0, 0.65, True),
        (1.4, 2.0, 0.65, False),
        (2.0, 2.0, 1.0, True),
        (2.1, 2.0, 1.0, False),
    ],
)
def test_a_bar_holds_where_the_ratio_is_at_most_the_bar(
    bench: ModuleType, ours: float, theirs: float, bar: float, *, holds: bool
) -> None:
    row = measured(bench, ours, theirs, bar)

    assert row.ratio == pytest.approx(ours / theirs)
    assert row.holds is holds


def test_the_table_has_a_line_a_bar_and_marks_those_that_do_not_hold(bench: ModuleType) -> None:
    rows = [measured(bench, 1.0, 4.0, 0.65), measured(bench, 3.0, 4.0, 0.65)]

    header, good, bad = bench.render(rows)

    assert header.split() == ["what", "ours", "against", "ratio", "bar"]
    assert good.split() == ["ours", "/", "theirs", "1.00", "s", "4.00", "s", "0.25", "0.65"]
    assert "does not hold" not in good
    assert bad.endswith("does not hold")
    assert "0.75" in bad


def test_the_columns_of_the_table_line_up(bench: ModuleType) -> None:
    rows = [measured(bench, 1.0, 4.0, 0.65), measured(bench, 310.25, 400.0, 1.0)]

    lines = list(bench.render(rows))

    assert len({len(line) for line in lines}) == 1


class NoBench:
    """Stands for the commands to compare, and runs none."""

    def __init__(self, folder: Path, rounds: int, sizes: dict[str, int]) -> None:
        self.folder, self.rounds, self.sizes = folder, rounds, sizes


@pytest.fixture
def verdict(
    bench: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Any:
    """Runs the benchmark with made-up figures: its exit code and what it printed."""

    def run(ratios: dict[str, float], *options: str) -> tuple[object, str]:
        rows = {name: measured(bench, ratio, 1.0, 1.0) for name, ratio in ratios.items()}
        bars = {name: (lambda _, row=row: row) for name, row in rows.items()}
        monkeypatch.setattr(bench, "Bench", NoBench)
        monkeypatch.setattr(bench, "BARS", bars)
        results = tmp_path / "results.json"
        monkeypatch.setattr(sys, "argv", ["bench.py", "--results", str(results), *options])
        with pytest.raises(SystemExit) as caught:
            bench.main()
        return caught.value.code, capsys.readouterr().out

    return run


def test_the_benchmark_succeeds_where_all_bars_hold(verdict: Any) -> None:
    code, printed = verdict({"one": 0.5, "two": 1.0})

    assert code == 0
    assert len(printed.splitlines()) == ABOUT + 3


def test_the_benchmark_fails_where_one_bar_does_not_hold(verdict: Any) -> None:
    code, printed = verdict({"one": 0.5, "two": 1.5})

    assert code == 1
    assert printed.count("does not hold") == 1


def test_only_the_bars_that_are_named_count(verdict: Any) -> None:
    code, printed = verdict({"one": 0.5, "two": 1.5}, "--only", "one")

    assert code == 0
    assert len(printed.splitlines()) == ABOUT + 2


def test_the_figures_are_kept_and_those_not_measured_stay(verdict: Any, tmp_path: Path) -> None:
    verdict({"one": 0.5, "two": 1.5})
    verdict({"one": 0.6, "two": 9.0}, "--only", "one", "--specs", "7")

    bars = json.loads((tmp_path / "results.json").read_text("utf-8"))["bars"]

    assert {name: bar["ratio"] for name, bar in bars.items()} == {"one": 0.6, "two": 1.5}
    assert {name: bar["holds"] for name, bar in bars.items()} == {"one": True, "two": False}
    assert bars["one"]["run"]["sizes"]["specs"] == 7
    assert {"machine", "versions", "rounds", "sizes"} <= bars["two"]["run"].keys()


def test_a_figure_without_a_bar_always_holds(bench: ModuleType) -> None:
    row = bench.Measured(name="x", ours=9.0, theirs=1.0, unit="s", bar=None)

    assert row.holds


def test_the_bars_are_those_of_the_contract(bench: ModuleType, tmp_path: Path) -> None:
    class Warm:
        sizes = bench.SIZES
        memory = dict.fromkeys(("peak", "settled", "end"), 1.0)
        whole, in_turns = 1.0, (1.0, 1.0)
        cluster = staticmethod(nullcontext)
        build = specs = rebuild = staticmethod(lambda *_: 1.0)
        warm = staticmethod(
            lambda *_: dict.fromkeys(("ours", "theirs", "total", "weasyprint"), 1.0)
        )

    figures = defaultdict[Any, tuple[float, float]](lambda: (1.0, 1.0))

    class Still(NoBench):
        build = weasyprint_each = chromium_each = run = None
        bulk = Warm()
        large_text = figures
        year = SimpleNamespace(measure=lambda: (1.0, 1.0))
        city = SimpleNamespace(
            many=defaultdict(lambda: 1.0), few=defaultdict(lambda: 1.0), look=1.0
        )

        def compare(self, name: str, bar: float, *_work: object) -> Any:
            return bench.Measured(name=name, ours=1.0, theirs=1.0, unit="s", bar=bar)

    still = Still(tmp_path, 1, bench.SIZES)
    simple = set(bench.BARS) - {
        "memory", "validate-one-core", "validate-two-cores", "validate-file", "diff", "review",
        "record", "record-size", "one-changed",
    } - set(bench.SITE_BARS) - set(bench.IMPORT_BARS) - set(bench.WORKBENCH_BARS)  # fmt: skip

    bars = {name: bench.BARS[name](still).bar for name in simple}

    assert bars == {
        "weasyprint": 0.45, "chromium": 0.70, "project-pdfs": 0.60, "start-up": 3.0,
        "warm-pdf": 1.10, "typst": None,
        "not-weasyprint": 0.08, "worker-memory": 1.0, "worker-growth": 1.05, "two-jobs": 0.556,
        "cluster": 1.111, "nothing": 1.0, "nothing-share": 0.003, "validate-again": 1.5,
        "flat": 1.10, "large-seconds": 1.0, "large-memory": 1.0, "large-growth": 2.3,
        "city-data": 1.10, "city-pages": 1.10, "city-site": 1.10, "city-nothing": 1.0,
        "year": 1.0,
    }  # fmt: skip
    assert bench.SIZES | {"specs": 1000, "bulk": 200, "documents": 500} == bench.SIZES
    assert bench.SIZES | {"departments": 1000, "years": 3, "projects": 1000} == bench.SIZES


def test_a_build_that_is_held_stands_still_with_all_that_it_started(
    load_script: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    bulk = load_script("benchmarks/bulk.py")
    program = "import os, time\nos.fork()\nwhile True: print(end='.', flush=True); time.sleep(0.01)"
    log = tmp_path / "log"

    def interrupted(stream: Any) -> None:
        command = [sys.executable, "-c", program]
        with bulk._started(command, dict(os.environ), stream) as process:
            wait_for(lambda: log.stat().st_size > 10)
            with bulk._held(process):
                time.sleep(0.05)
                before = log.stat().st_size
                time.sleep(0.2)
                assert log.stat().st_size == before
            wait_for(lambda: log.stat().st_size > before)
            raise KeyboardInterrupt

    with log.open("wb") as stream, pytest.raises(KeyboardInterrupt):
        interrupted(stream)

    time.sleep(0.1)  # a process that is killed may write once more
    after = log.stat().st_size
    time.sleep(0.2)
    assert log.stat().st_size == after


def test_the_specs_of_a_citys_projects_are_valid_and_the_same_for_the_same_seed(
    load_script: Callable[[str], ModuleType], here: Runner, tmp_path: Path
) -> None:
    load_script("benchmarks/specs.py")
    projects = load_script("benchmarks/projects.py")
    for folder in ("one", "other"):
        projects.write_projects(tmp_path / folder, count=3, departments=21, seed=1, years=2)
    written = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert len(written) == (3 + 21) * 2
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
    assert b"parent: demo-0001" in written["2025-demo-0021.yaml"]

    ran = here("validate", *sorted((tmp_path / "one").glob("*project*.yaml")))
    assert (ran.code, ran.stdout) == (0, ""), ran.stdout
