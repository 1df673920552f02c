"""Ctrl-C and SIGTERM end a command, wherever they find it."""

import subprocess
import sys

import pytest

SWALLOWED = """
import ctypes, signal, time
from perf_report.cli.signals import TerminationError, handle_signals

handle_signals()


@ctypes.CFUNCTYPE(None)
def callback():
    signal.raise_signal(signal.{name})


try:
    callback()
    time.sleep(30)
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
    script = SWALLOWED.replace("signal.raise_signal(signal.{name})", "1 / 0").replace("30", "0")
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, text=True, timeout=60
    )
    assert "ZeroDivisionError" in ran.stderr
