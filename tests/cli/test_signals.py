"""Ctrl-C and SIGTERM end a command, wherever they find it."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perf_report.cli.signals import signals_unwrapped, terminate
from perf_report.pdf.fonts import FontFolder
from perf_report.processes.temporary_folders import make_temporary_folder

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


@pytest.mark.parametrize("make", [lambda: FontFolder(()), make_temporary_folder])
def test_a_signal_leaves_no_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], object]
) -> None:
    """Not one that was made a moment before, and none that is kept until the end."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = make()
    assert len(list(tmp_path.iterdir())) == 1
    mkdtemp = tempfile.mkdtemp

    def interrupted(*arguments: str | None) -> str:
        folder = mkdtemp(*arguments)
        signal.raise_signal(signal.SIGINT)
        return folder

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkdtemp", interrupted)
        with pytest.raises(KeyboardInterrupt):
            make()
    sent: list[int] = []
    monkeypatch.setattr("signal.raise_signal", sent.append)
    before = signal.getsignal(signal.SIGTERM)
    terminate()
    signal.signal(signal.SIGTERM, before)
    assert sent == [signal.SIGTERM]
    assert list(tmp_path.iterdir()) == []
    del kept


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
