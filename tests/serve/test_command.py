"""The command `serve`."""

import importlib.util
import socket
from pathlib import Path

import pytest
from conftest import run_here

from perf_report.serve.server import Served


def test_the_command_prints_the_address_and_ends_quietly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(served: Served) -> None:
        served.listener.socket.close()
        raise KeyboardInterrupt

    opened: list[str] = []
    monkeypatch.setattr(Served, "run", interrupted)
    monkeypatch.setattr("click.launch", opened.append)
    ran = run_here("--project", tmp_path, "serve", "--open")
    assert ran.code == 0
    assert ran.stdout.startswith("http://127.0.0.1:")
    assert opened == [ran.stdout.strip()]


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run_here("--project", tmp_path, "serve", "--port", port)
    assert ran.code == 3
    assert str(port) in ran.stderr


def test_packages_that_are_missing_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    ran = run_here("--project", tmp_path, "serve")
    assert ran.code == 3
    assert "pip install starlette uvicorn python-multipart watchfiles" in ran.stderr
