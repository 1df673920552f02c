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


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Warning: other machines"), ("zh", "警告：其他计算机")]
)
def test_a_page_that_other_machines_can_reach_is_warned_of(
    language: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Served, "run", lambda served: served.listener.socket.close())
    serve = ("--project", tmp_path, "--ui-language", language, "serve")
    ran = run_here(*serve, "--host", "0.0.0.0")  # noqa: S104  # for a moment
    assert word in ran.stderr
    assert "127.0.0.1" in ran.stderr
    assert "/enter?token=" in ran.stdout
    assert word not in run_here(*serve, "--host", "localhost").stderr
    wrong = run_here(*serve, "--host", "192.0.2.1")
    assert wrong.code == 3
    assert "192.0.2.1" in wrong.stderr


def test_a_shortcut_is_written_that_starts_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, home = tmp_path / "财政 局", tmp_path / "home"
    project.mkdir()
    (home / "Desktop").mkdir(parents=True)
    monkeypatch.setattr("sys.platform", "linux")
    surroundings = {"HOME": str(home), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    ran = run_here("--project", project, "serve", "--install", environment=surroundings)
    paths = [Path(line) for line in ran.stdout.splitlines()]
    assert [path.parent for path in paths] == [
        home / ".local/share/applications", home / "Desktop",
    ]  # fmt: skip
    for path in paths:
        assert f'"--project" "{project}" "serve" "--open"\n' in path.read_text("utf-8")
        assert path.stat().st_mode & 0o777 == 0o755
    assert run_here("--project", project, "serve", "--install", "--port", "8000").code == 2
