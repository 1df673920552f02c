"""How much work code does, on whatever machine."""

import sys
from collections.abc import Callable


def calls(run: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C: the work, whatever the machine does."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count
