"""One large piece of stack for calls that go deep, in place of many small ones.

Needs: that CPython reserves stack by `co_stacksize` of a function's code, in pieces of 16 KB
    (`push_chunk` in Python/pystate.c).
Why: a loop whose calls cross the end of a piece has the next one fetched from the system and
    returned by every call. WeasyPrint's layout is deep, and has such loops at any depth. A frame
    that is larger than a piece gets a larger one, which those below it share. It saves 7 to 8 %
    of a PDF.
Since: CPython 3.11; 3.13 and newer are mended in their later releases.
Upstream: python/cpython#142183 (a piece is kept for the next call since python/cpython#145789).
"""

from collections.abc import Callable
from contextlib import suppress
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

    with suppress(AttributeError, TypeError):
        roomy.__code__ = roomy.__code__.replace(co_stacksize=_PLACES)
    return wraps(function)(roomy)
