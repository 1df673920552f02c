"""Clones, shells and a server for the scripts that CI systems run."""

import http.server
import json
import shlex
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ci_systems import (
    HOST,
    SMALL,
    STRONGER,
    WEAKER,
    Commenter,
    Server,
    Shell,
    Starter,
    write_script,
)


@pytest.fixture
def remote(start_repository: Starter, tmp_path: Path) -> Any:
    """A clone whose branch, topic, weakens a target; both branches are on its remote."""
    clone = start_repository("work")
    clone.write("specs/2025.yaml", SMALL)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    for text in (STRONGER, WEAKER):
        clone.write("specs/2025.yaml", text)
        clone.commit()
    clone.git("switch", "--quiet", "main")
    for number in range(3):
        clone.write("notes.txt", str(number))
        clone.commit("the base moves on")
    clone.git("init", "--quiet", "--bare", tmp_path / "remote.git")
    clone.git("remote", "add", "origin", f"file://{tmp_path / 'remote.git'}")
    clone.git("push", "--quiet", "origin", "main", "topic")
    clone.git("switch", "--quiet", "topic")
    return clone


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder for the PATH in which the command is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    write_script(folder / "perf-report", f'exec {shlex.quote(sys.executable)} -m perf_report "$@"')
    return folder


@pytest.fixture
def shell(bin_folder: Path, tmp_path: Path) -> Shell:
    temporary = tmp_path / "runner temp"
    temporary.mkdir()
    return Shell(bin_folder, temporary)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length) or b"null")
            token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")
            state.tokens.add(str(token))
            status, answer, headers = state.answer(self.command, self.path, data)
            body = json.dumps(answer).encode() if state.raw is None else state.raw
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815  # as http.server calls them

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer((HOST, 0), Handler) as running:
        state.address = f"http://{HOST}:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        running.shutdown()
        thread.join()


@pytest.fixture(params=["github", "gitlab"])
def comment(request: pytest.FixtureRequest, shell: Shell, server: Server) -> Commenter:
    if request.param == "gitlab":
        server.me = {"id": 7, "username": "project_11_bot"}
    return Commenter(shell, server, request.param)
