"""Errors of python-calamine, which panics where a damaged file goes beyond what it expects."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from python_calamine import CalamineError

from perf_report.errors import SourceError

_Result = TypeVar("_Result")
_STANDARD_ERROR = 2


def read_quietly(read: Callable[[], _Result]) -> _Result:
    """Return what a call of the library returns. Raises SourceError if the file is damaged."""
    try:
        with _without_messages():
            return read()
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError("paper-damaged") from error
    except SourceError:
        raise
    except BaseException as error:
        # Rust's panics are no Exception, and their class has no public name.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError("paper-damaged") from None


@contextmanager
def _without_messages() -> Iterator[None]:
    """Leave out what Rust writes to standard error, past Python, when it panics."""
    kept = os.dup(_STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)
