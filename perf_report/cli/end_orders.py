"""The orders to end, Ctrl-C and SIGTERM: they stop the workers first, and none is lost."""

import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# How soon an order is given again, in seconds: after the callback that lost it has returned.
_SOON = 0.01


class EndOrderError(BaseException):
    """The order to end, SIGTERM."""


_SIGNALS: dict[type[BaseException], signal.Signals] = {
    KeyboardInterrupt: signal.SIGINT,
    EndOrderError: signal.SIGTERM,
}


def heed_end_orders() -> None:
    """Let an order to end stop the workers first: one that is about to start would complain."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)
        sys.unraisablehook = _repeat


def end_at_once() -> None:
    """End as a process does that does not handle SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTERM)


def _end(_number: int, _frame: FrameType | None) -> None:
    # A second one ends at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise EndOrderError


def _repeat(unraisable: "UnraisableHookArgs") -> None:
    """Give an order again that came in a callback from C, which cannot pass an exception on."""
    number = _SIGNALS.get(unraisable.exc_type)
    if number is None:
        sys.__unraisablehook__(unraisable)
        return
    if number == signal.SIGTERM:
        signal.signal(signal.SIGTERM, _end)
    again = threading.Timer(_SOON, signal.raise_signal, (number,))
    again.daemon = True
    again.start()
