"""Room on Python's stack, as the system sees it."""

import resource
import sys
from collections.abc import Callable

import pytest

from perf_report.errors import RenderError
from perf_report.pdf.printer import PdfPrinter
from perf_report.pdf.weasyprint_compat.stack_frames import with_room


def descend(calls: int) -> int:
    """How many calls were below this one."""
    return 0 if calls == 0 else 1 + descend(calls - 1)


def descend_everywhere(deepest: int) -> int:
    """Go down to each depth twenty times, so that many calls cross the end of each piece."""
    return sum(descend(depth) for depth in range(deepest) for _ in range(20))


def pages_fetched(function: Callable[[int], int], argument: int) -> int:
    """How many pages of memory the system had to give while a function ran."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert function(argument) == 20 * sum(range(argument))
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(sys.platform != "linux", reason="counts pages as Linux does")
def test_deep_calls_with_room_fetch_no_memory_again_and_again() -> None:
    descend_everywhere(300)

    assert pages_fetched(with_room(descend_everywhere), 300) < 1_000


def test_a_call_with_room_is_the_same_call() -> None:
    def join(first: str, *, last: str = "z") -> str:
        """Both."""
        return first + last

    roomy = with_room(join)

    assert (roomy("a"), roomy("a", last="b")) == ("az", "ab")
    assert (roomy.__name__, roomy.__doc__) == ("join", "Both.")


def test_what_a_call_with_room_raises_is_passed_on() -> None:
    with pytest.raises(RenderError, match="outside-request"):
        PdfPrinter().lay_out("<img src='http://example.org/a.png'>")


def test_room_is_no_way_round_the_limit_of_recursion() -> None:
    with pytest.raises(RecursionError):
        with_room(descend)(sys.getrecursionlimit())
