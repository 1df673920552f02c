"""Try damaged input at random: `python scripts/fuzz.py [--seconds N] [--seed N] [TARGET…]`.

The targets are in `tests/fuzzing.py` and `tests/paper_fuzzing.py`. Each gets an equal share of the
time. Prints how many inputs each was tried with; a failure prints the smallest input that was found
and ends with exit code 1.
"""

import argparse
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from fuzzing import FUZZ_TARGETS, FuzzTarget
from paper_fuzzing import PAPER_TARGETS

TARGETS = (*FUZZ_TARGETS, *PAPER_TARGETS)

# Inputs of a round, which has one seed and is not cut short.
ROUND = 10


@dataclass(slots=True)
class Count:
    """Inputs that were tried."""

    inputs: int = 0


def try_round(target: FuzzTarget, number: int, count: Count) -> None:
    """Try a target with a round of inputs. Raises what the smallest that fails raises."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(target.inputs)
    def run(data: Any) -> None:
        count.inputs += 1
        target.check(data)

    run()


def fuzz(target: FuzzTarget, seconds: float, first: int) -> Count:
    """Try a target for a time. Raises what it raises."""
    count, number, until = Count(), first, time.monotonic() + seconds
    while time.monotonic() < until:
        try_round(target, number, count)
        number += 1
    return count


def main() -> int:
    """Fuzz the named targets, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("targets", nargs="*", choices=[*(each.name for each in TARGETS), []])
    options = parser.parse_args()
    chosen = [each for each in TARGETS if each.name in options.targets or not options.targets]
    print(f"seed {options.seed}")
    for target in chosen:
        count = fuzz(target, options.seconds / len(chosen), options.seed)
        print(f"{target.name}: {count.inputs} inputs", flush=True)
        if not count.inputs:
            print(f"{target.name} was not tried: give it more seconds")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
