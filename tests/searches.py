"""How many cases a search at random tries: a third in each run of CI, all of them once a week.

The cases are the same in every run, so that a change fails for what it did.
"""

import os

_TRIES_ALL = os.environ.get("PERF_REPORT_SEARCH") == "all"


def tries(cases: int) -> int:
    """Return how many of so many cases this run tries."""
    return cases if _TRIES_ALL else -(-cases // 3)
