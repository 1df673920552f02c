"""Ctrl-C and SIGTERM: both stop the workers first, and neither is lost."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# How soon a signal is sent again, in seconds: after the callback that lost it has returned.
_SOON = 0.01


class TerminationError(BaseException):
    """The process received SIGTERM."""


_SIGNALS: dict[type[BaseException], signal.Signals] = {
    KeyboardInterrupt: signal.SIGINT,
    TerminationError: signal.SIGTERM,
}


def handle_signals() -> None:
    """Let SIGTERM stop the workers first: one that is about to start would complain."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _raise)
        sys.unraisablehook = _send_again


@contextmanager
def signals_unwrapped() -> Iterator[None]:
    """Raise what a signal raised, in place of an error that was made of it.

    It comes between any two steps of a program. Python 3.11 makes a RuntimeError of one that comes
    while a class is made.
    """
    try:
        yield
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None and type(cause) not in _SIGNALS:
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            raise
        raise cause from None


def terminate() -> None:
    """End as a process does that does not handle SIGTERM, without leaving temporary folders."""
    from perf_report.app.machine import remove_temporary_files

    remove_temporary_files()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTERM)


def _raise(_number: int, _frame: FrameType | None) -> None:
    # A second one ends at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise TerminationError


def _send_again(unraisable: "UnraisableHookArgs") -> None:
    """Send a signal again that came in a callback from C, which cannot pass an exception on."""
    number = _SIGNALS.get(unraisable.exc_type)
    if number is None:
        sys.__unraisablehook__(unraisable)
        return
    if number == signal.SIGTERM:
        signal.signal(signal.SIGTERM, _raise)
    again = threading.Timer(_SOON, _interrupt_main_thread, (number,))
    again.daemon = True
    again.start()


def _interrupt_main_thread(number: signal.Signals) -> None:
    """Send the main thread a signal, also while it sleeps or waits.

    Windows has none for a thread; there one wakes those that sleep.
    """
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(number)
