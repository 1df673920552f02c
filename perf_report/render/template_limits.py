"""Limits of time and memory for a project's own templates.

Jinja's sandbox keeps a template from Python's internals and from files, and lets it count to any
number. The limits are far beyond what a page needs, and hold for each page.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Seconds of the processor, and bytes beyond what the process has.
MAX_SECONDS, MAX_MEMORY = 10, 512_000_000

# The characters of a page, and of a text or the items of a list that is repeated.
MAX_PAGE, MAX_REPEATED = 16_000_000, 1_000_000

# The bits of a whole number, and the digits to which one is rounded.
_MAX_BITS, _MAX_DIGITS = 10_000, 100

# The processor's time is looked at once in so many steps.
_STEPS = 64


class TemplateLimitError(TemplateError):
    """A template takes more time or memory than a page needs."""


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no single operation takes long."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        rounded = self.filters["round"]

        def round_within(value: Any, precision: int = 0, method: Any = "common") -> Any:
            if abs(precision) > _MAX_DIGITS:
                raise TemplateLimitError("round")
            return rounded(value, precision, method)

        self.filters["round"] = round_within

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply or raise to a power, unless the result is too large."""
        is_large = _is_large_power if operator == "**" else _is_large_product
        if is_large(left, right):
            raise TemplateLimitError(operator)
        return super().call_binop(context, operator, left, right)


def _is_large_power(base: Any, exponent: Any) -> bool:
    is_whole = isinstance(base, int) and isinstance(exponent, int)
    return is_whole and max(base.bit_length(), 1) * abs(exponent) > _MAX_BITS


def _is_large_product(left: Any, right: Any) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return left.bit_length() + right.bit_length() > _MAX_BITS
    for times, repeated in ((left, right), (right, left)):
        if isinstance(times, int) and hasattr(repeated, "__len__"):
            return times * len(repeated) > MAX_REPEATED
    return False


@contextmanager
def limited() -> Iterator[None]:
    """Hold the block to MAX_SECONDS and MAX_MEMORY.

    Raises TemplateLimitError or MemoryError. The memory is that of the process, and is limited on
    Linux alone.
    """
    with _limited_memory():
        before = sys.gettrace()
        sys.settrace(_Meter())
        try:
            yield
        finally:
            sys.settrace(before)


class _Meter:
    """What Python calls with every line of a template and every function that one calls."""

    def __init__(self) -> None:
        self._steps = 0
        self._end = time.thread_time() + MAX_SECONDS

    def __call__(self, frame: FrameType, _event: str, _argument: object) -> "_Meter | None":
        self._steps += 1
        if self._steps % _STEPS == 0 and time.thread_time() > self._end:
            raise TemplateLimitError(f"{MAX_SECONDS} s")
        return self if frame.f_code.co_filename.endswith(".j2") else None


@contextmanager
def _limited_memory() -> Iterator[None]:
    """Let no allocation succeed beyond MAX_MEMORY more than the process has."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + MAX_MEMORY
    known = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
