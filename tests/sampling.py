"""What each run tries of what takes long, and what is tried once a week.

With `PERF_REPORT_TESTS=all` in the environment, as in the weekly workflow, everything is tried.
Each other run leaves out:

- tests marked `weekly`, which no change but a rare one can break;
- two thirds of the cases of a test marked `sampled`, whose cases are alike and each take long;
- two thirds of the cases of a search at random;
- in English, the pages whose commands are the same in both languages, as another test says.

What is left out is the same in every run, so that a change fails for what it did. A test that is
asked for by its name always runs, with all its cases.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest

_TRIES_ALL = os.environ.get("PERF_REPORT_TESTS") == "all"

Case = TypeVar("Case")

# How many cases a usual run tries at least, and of how many it tries one.
_FEWEST, _ONE_OF = 2, 3


def tries(cases: int) -> int:
    """Return how many of so many cases of a search at random this run tries."""
    return cases if _TRIES_ALL else -(-cases // _ONE_OF)


def followed_languages() -> tuple[str, ...]:
    """Return the languages whose pages this run follows."""
    return ("zh", "en") if _TRIES_ALL else ("zh",)


def left_out(config: pytest.Config, items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Return the tests that this run leaves out."""
    is_named = any("::" in each for each in config.args) or config.getoption("keyword")
    if _TRIES_ALL or is_named:
        return set()
    weekly: set[pytest.Item] = set()
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("weekly"):
            weekly.add(item)
        elif item.get_closest_marker("sampled"):
            cases[item.nodeid.partition("[")[0]].append(item)
    return weekly.union(*(set(each) - set(sample(each)) for each in cases.values()))


def sample(cases: Sequence[Case]) -> list[Case]:
    """Return a third of the cases, from the first to the last at equal distances."""
    count = min(len(cases), max(_FEWEST, -(-len(cases) // _ONE_OF)))
    return [cases[place * len(cases) // count] for place in range(count)]
