"""Room on the stack for calls that go deep, so that Python does not fetch and return it on the way.

CPython keeps the frames of functions in pieces of 16 KB (`push_chunk` in Python/pystate.c). A loop
whose calls cross the end of a piece has the next one fetched from the system and returned by every
call. WeasyPrint's layout is deep, and has such loops at any depth: for the PDF of a table of the
real one's size that was 14,000 pages of memory fetched more, and a tenth of the time.

A frame that is larger than a piece gets a larger one. So a call whose frame is said to be large
leaves those below it enough that they never reach an end.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Places for objects: with them a frame takes a quarter of a megabyte, and gets a piece of half a
# megabyte. Memory that nothing is written to is never fetched.
_PLACES = 2**15


def with_room(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same function, whose calls have room below them."""

    def roomy(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=_PLACES)
    return wraps(function)(roomy)
