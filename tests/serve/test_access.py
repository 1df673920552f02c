"""Attacks on the server of the workbench, each tried over a real connection."""

import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from cases import for_each
from paths import SMALL_SPEC
from served import Client, serving

NAME = "2025-example.yaml"
PAGE = f"/spec/{NAME}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("project")
    (folder / "specs").mkdir()
    (folder / "specs" / NAME).write_bytes(SMALL_SPEC.read_bytes())
    (folder / "secret.yaml").write_bytes(SMALL_SPEC.read_bytes())
    (folder / "specs" / "link.yaml").symlink_to(folder / "secret.yaml")
    with serving(folder) as opened:
        opened.enter()
        yield opened


def test_the_first_address_opens_once(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    with serving(tmp_path) as fresh:
        assert fresh.ask("GET", "/").status == 403
        assert fresh.ask("GET", "/enter?token=wrong").status == 403
        assert fresh.ask("GET", "/enter").status == 403
        assert fresh.ask("POST", fresh.address.partition(str(fresh.port))[2]).status == 405
        entered = fresh.enter()
        assert (entered.status, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert fresh.ask("GET", "/").status == 200
        known, fresh.cookie = fresh.cookie, ""
        assert fresh.enter().status == 403
        assert fresh.ask("GET", "/", headers={"Cookie": known}).status == 200


@for_each(
    "method,path,headers,status",
    [
        # Without the cookie, or with one that is stale or of another server.
        ("GET", "/", {"Cookie": ""}, 403),
        ("GET", "/static/workbench.js", {"Cookie": ""}, 403),
        ("GET", PAGE, {"Cookie": "perf-report-PORT=stale"}, 403),
        ("GET", PAGE, {"Cookie": "perf-report-1=COOKIE"}, 403),
        ("GET", PAGE, {"Cookie": 'perf-report-PORT="; ='}, 403),
        # A name of another site that leads here: DNS rebinding.
        ("GET", "/", {"Host": "evil.example:PORT"}, 421),
        ("GET", "/", {"Host": "127.0.0.1"}, 421),
        ("GET", "/", {"Host": "127.0.0.1:1"}, 421),
        ("GET", "/", {"Host": "127.0.0.1:PORT.evil.example"}, 421),
        ("GET", "/enter?token=x", {"Host": "evil.example:PORT"}, 421),
        ("GET", "/", {"Host": "localhost:PORT"}, 200),
        # Cookies of other servers of the machine, which no port keeps apart.
        ("GET", "/", {"Cookie": 'a[b]={"x": 1}; $x; =; perf-report-PORT=COOKIE; z="'}, 200),
        ("GET", "/", {"Cookie": "perf-report-PORT=evil; perf-report-PORT=COOKIE"}, 200),
        ("GET", "/", {"Cookie": "x-perf-report-PORT=COOKIE"}, 403),
        ("GET", f"/list/further?search={'9' * 5000}&count=1", {}, 200),
        # Another site's page that sends a form here.
        ("POST", f"{PAGE}/save", {"Origin": "http://evil.example"}, 403),
        ("POST", f"{PAGE}/save", {"Origin": "null"}, 403),
        ("POST", f"{PAGE}/save", {"Origin": ""}, 403),
        ("POST", f"{PAGE}/save", {"Origin": "https://127.0.0.1:PORT"}, 403),
        ("POST", f"{PAGE}/save", {"Origin": "http://127.0.0.1:1"}, 403),
        ("POST", "/import", {"Origin": "http://evil.example"}, 403),
        ("POST", "/new", {"Origin": "http://evil.example"}, 403),
        ("PUT", PAGE, {"Origin": "http://evil.example"}, 403),
        ("GET", PAGE, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", PAGE, {"Sec-Fetch-Site": "same-site"}, 403),
        # Paths out of the project.
        ("GET", "/spec/../secret.yaml", {}, 405),
        ("GET", "/spec/..%2Fsecret.yaml", {}, 405),
        ("GET", "/spec/%2e%2e%2fsecret.yaml", {}, 405),
        ("GET", "/spec/..%5Csecret.yaml", {}, 404),
        ("GET", "/spec/%2Fetc%2Fpasswd", {}, 404),
        ("GET", "/spec/link.yaml", {}, 404),
        ("GET", "/spec/link.yaml/file.yaml", {}, 404),
        ("GET", "/spec/secret.yaml", {}, 404),
        ("GET", f"{PAGE}%00", {}, 404),
        ("GET", "/static/..%2Fbase.html.j2", {}, 404),
        ("GET", "/static/base.html.j2", {}, 404),
        ("GET", f"{PAGE}/file.exe", {}, 404),
        ("POST", "/next/..%2Fsecret.yaml", {}, 404),
        ("POST", f"{PAGE}/nothing", {}, 404),
        # More than any request of ours has.
        ("POST", "/import", {"Content-Length": "1000000000"}, 413),
        ("POST", f"{PAGE}/edit", {"Content-Length": "5000000"}, 413),
        ("POST", f"{PAGE}/edit", {"Content-Length": "-1"}, 413),
    ],
)
def test_what_may_not_be_asked_is_refused(
    method: str, path: str, headers: dict[str, str], status: int, client: Client
) -> None:
    cookie = client.cookie.partition("=")[2]
    given = {
        key: value.replace("PORT", str(client.port)).replace("COOKIE", cookie)
        for key, value in headers.items()
    }
    if given.get("Content-Length", "").startswith("-"):
        assert _raw(client, given["Content-Length"]) in {400, 413}
        return
    assert client.ask(method, path, headers=given).status == status


def _raw(client: Client, length: str) -> int:
    """The status of a request that the library would not send."""
    with socket.create_connection(("127.0.0.1", client.port), timeout=10) as connection:
        lines = [
            f"POST {PAGE}/edit HTTP/1.1", f"Host: 127.0.0.1:{client.port}",
            f"Cookie: {client.cookie}", f"Origin: {client.origin}", f"Content-Length: {length}",
        ]  # fmt: skip
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return int(connection.recv(100).split()[1])


def test_an_upload_without_an_end_is_cut_off(client: Client) -> None:
    headers = {"Cookie": client.cookie, "Origin": client.origin}
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
    connection.putrequest("POST", f"{PAGE}/edit")
    for key, value in {**headers, "Transfer-Encoding": "chunked"}.items():
        connection.putheader(key, value)
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.endheaders()
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    sent = 0
    try:
        for _ in range(20):
            connection.send(chunk)
            sent += 1
        status = connection.getresponse().status
    except OSError:
        status = 413
    finally:
        connection.close()
    assert status in {400, 413}
    assert client.ask("GET", "/").status == 200


def test_a_slow_request_keeps_no_other_waiting(client: Client) -> None:
    slow = [socket.create_connection(("127.0.0.1", client.port)) for _ in range(30)]
    try:
        for number, each in enumerate(slow):
            each.sendall(b"POST /import HTTP/1.1\r\nHost: 127.0.0.1" if number % 2 else b"GET")
        assert client.ask("GET", PAGE).status == 200
    finally:
        for each in slow:
            each.close()


def test_a_request_that_does_not_come_is_given_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perf_report.serve.connection._SECONDS", 0.8)
    head = f"GET /list/further HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\nCookie: {client.cookie}"
    with ExitStack() as opened:
        connections = [
            opened.enter_context(socket.create_connection(("127.0.0.1", client.port), timeout=5))
            for _ in range(3)
        ]
        _, begun, again = connections
        begun.sendall(head.encode())
        again.sendall(f"{head}\r\n\r\n".encode())
        assert again.recv(4000).startswith(b"HTTP/1.1 200 ")
        # A sign now and then does not keep it waiting.
        for _ in range(3):
            time.sleep(0.05)
            begun.sendall(b"x")
            again.sendall(b"G")
        for each in connections:
            # Closed, with a reset if it was not read to its end; else reading takes too long.
            with suppress(ConnectionResetError):
                while each.recv(4000):
                    pass


def test_a_body_that_stops_is_given_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perf_report.serve.access._SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", client.port), timeout=10) as connection:
        lines = [
            f"POST {PAGE}/edit HTTP/1.1", f"Host: 127.0.0.1:{client.port}",
            f"Cookie: {client.cookie}", f"Origin: {client.origin}", "Content-Length: 100",
            "Content-Type: application/x-www-form-urlencoded",
        ]  # fmt: skip
        connection.sendall(("\r\n".join([*lines, "", ""]) + "cells=").encode())
        # A sign now and then does not keep it waiting.
        for _ in range(3):
            time.sleep(0.05)
            connection.sendall(b"x")
        assert connection.recv(100).split()[1] == b"413"


def test_each_answer_forbids_what_the_page_does_not_need(client: Client) -> None:
    for path in ("/", PAGE, "/static/workbench.js", "/nothing", "/list"):
        headers = client.ask("GET", path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    page = client.show(NAME)
    assert not re.search(r"<script(?![^>]* src=)|\son[a-z]+=|\sstyle=|javascript:", page)


def test_nothing_is_shown_unescaped(client: Client) -> None:
    attack = '"><script>alert(1)</script>'
    client.show(NAME)
    answer = client.type_in(NAME, ("goals.0.text", {"zh": attack, "en": attack}))
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in re.sub(r"<script src", "", client.show(NAME))
    client.post(NAME, "discard")


@for_each(
    "step,values",
    [
        ("edit", {"cells": "no json"}),
        ("edit", {"cells": '[["goals.0.id", {"value": "x"}]]'}),
        ("edit", {"cells": '[["nothing.0", {"value": "x"}]]'}),
        ("edit", {"cells": '[["../x", {"value": "x"}]]'}),
        ("edit", {"cells": '[["goals.7.text", {"zh": "x"}]]'}),
        ("edit", {"cells": '[["fields.+0.x", {"zh": "x"}]]'}),
        ("edit", {"cells": f'[["goals.{"9" * 5000}.text", {{"zh": "x"}}]]'}),
        ("reviewed", {"line": "9" * 5000}),
        ("row", {"action": "remove", "route": "budget"}),
        ("row", {"action": "remove", "route": "goals.9"}),
        ("row", {"action": "burn", "route": "goals.0"}),
        ("row", {"action": "add", "route": "tables.nothing.0"}),
        ("mend", {"route": "goals.0.text", "fix": "x"}),
        ("reviewed", {"line": "1"}),
        ("reviewed", {"line": "-1"}),
    ],
)
def test_an_edit_that_no_page_sends_changes_nothing(
    step: str, values: dict[str, str], client: Client
) -> None:
    before = client.show(NAME)
    answer = client.post(NAME, step, **values)
    assert answer.status == 200
    assert 'data-notice="not-edited"' in answer.text
    assert client.show(NAME) == before


def test_a_file_that_is_no_paper_is_told(client: Client) -> None:
    answer = _upload(client, "../../x.docx", b"PK\x03\x04 not a paper")
    assert answer == 409


def _upload(client: Client, name: str, data: bytes) -> int:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return client.ask("POST", "/import", body, headers).status
