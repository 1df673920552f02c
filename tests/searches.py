"""What a run of CI tries of many cases, and what is tried once a week.

A search at random tries a third of its cases in each run. Of a page whose commands are the same in
both languages, as another test says, each run follows the Chinese one.

The cases are the same in every run, so that a change fails for what it did.
"""

import os

_TRIES_ALL = os.environ.get("PERF_REPORT_SEARCH") == "all"


def tries(cases: int) -> int:
    """Return how many of so many cases this run tries."""
    return cases if _TRIES_ALL else -(-cases // 3)


def followed_languages() -> tuple[str, ...]:
    """Return the languages whose pages this run follows."""
    return ("zh", "en") if _TRIES_ALL else ("zh",)
