"""The fuzzer: it finds what is wrong, and tries every target."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from fuzzing import FUZZ_TARGETS, FuzzTarget, check_pair, edit, small_specs, standards
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from paths import REPOSITORY

from perf_report.app.check.spec_check import check_source
from perf_report.model.source import Source

QUICK = settings(
    max_examples=20,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@for_each("target", [each for each in FUZZ_TARGETS if each.name != "pdf"])
def test_a_target_holds_for_a_few_inputs(target: FuzzTarget) -> None:
    @QUICK
    @given(target.inputs)
    def run(data: Any) -> None:
        target.check(data)

    run()


def test_edits_leave_tables_that_differ_and_can_be_compared() -> None:
    """Otherwise the comparison of pairs would hold for want of pairs."""
    (base,) = small_specs()

    def differs(data: bytes) -> bool:
        plan = check_source(Source(name="spec.yaml", data=data), standards()).plan
        return plan is not None and data != base

    inputs = next(each.inputs for each in FUZZ_TARGETS if each.name == "diff")
    changed = find(
        inputs, lambda pair: all(map(differs, pair)), settings=settings(QUICK, max_examples=3000)
    )
    check_pair(changed)


def test_edits_are_the_same_for_the_same_seed() -> None:
    strategy = st.randoms(use_true_random=False)
    chances: list[bytes] = []

    @settings(QUICK, max_examples=1)
    @given(strategy)
    def run(chance: Any) -> None:
        chances.append(edit(b"a: 1\n", chance, (b"x",)))

    run()
    run()
    assert chances[0] == chances[1]


@pytest.mark.slow
def test_a_fault_ends_the_run_with_its_input(tmp_path: Path) -> None:
    """A package whose targets are printed otherwise than they are read is found out."""
    program = (
        "import sys, runpy; sys.argv = ['fuzz.py', '--seconds', '20', '--seed', '1', 'target']\n"
        "import perf_report.model.target as t\n"
        "t.Quantity.printed = property(lambda self: f'≥1{self.unit}')\n"
        f"runpy.run_path({str(REPOSITORY / 'scripts' / 'fuzz.py')!r}, run_name='__main__')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ran.returncode == 1
    assert "AssertionError" in ran.stderr
    assert "Failing test case" in ran.stderr
