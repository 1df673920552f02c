"""Ctrl-C and SIGTERM end a command, wherever they find it."""

import subprocess
import sys

import pytest

from perf_report.cli.signals import signals_unwrapped

SWALLOWED = """
import ctypes, signal, time
from perf_report.cli.signals import TerminationError, handle_signals

handle_signals()


@ctypes.CFUNCTYPE(None)
def callback():
    signal.raise_signal(signal.{name})


try:
    callback()
    time.sleep(90)
except (TerminationError, KeyboardInterrupt) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("name", "error"), [("SIGTERM", "TerminationError"), ("SIGINT", "KeyboardInterrupt")]
)
def test_a_signal_that_comes_in_a_callback_from_c_is_not_lost(name: str, error: str) -> None:
    script = SWALLOWED.replace("{name}", name)
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, text=True, timeout=60
    )
    assert (ran.stdout, ran.stderr) == (f"{error}\n", "")


def test_another_exception_in_a_callback_is_still_told() -> None:
    script = SWALLOWED.replace("signal.raise_signal(signal.{name})", "1 / 0").replace("90", "0")
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, text=True, timeout=60
    )
    assert "ZeroDivisionError" in ran.stderr


class Interrupted:
    """An attribute of a class that Ctrl-C comes before."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def test_a_signal_that_comes_while_a_class_is_made_is_raised() -> None:
    with pytest.raises(KeyboardInterrupt), signals_unwrapped():
        type("Made", (), {"attribute": Interrupted()})


def test_another_error_keeps_its_cause() -> None:
    with pytest.raises(ValueError, match="other") as caught, signals_unwrapped():
        raise ValueError("other") from KeyError("cause")
    assert isinstance(caught.value.__cause__, KeyError)
