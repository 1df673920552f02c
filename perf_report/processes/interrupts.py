"""Keep Ctrl-C and SIGTERM from what must not be left half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Defer Ctrl-C and SIGTERM to the end of the block, so that it is not left half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    before = {
        each: signal.signal(each, lambda number, _frame: interrupts.append(number))
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        if signal.SIGINT in interrupts:
            raise KeyboardInterrupt
        if interrupts:
            signal.raise_signal(signal.SIGTERM)
