"""Where the server listens, and by which names it lets itself be asked."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from cases import for_each
from starlette.types import Message

from perf_report.serve.access import Access, Keys
from perf_report.serve.listener import Listener, listen


class FakeSocket:
    """A socket that would listen at an address which this machine need not have."""

    def __init__(self, address: str, port: int) -> None:
        self._address, self._port = address, port

    def getsockname(self) -> tuple[str, int]:
        return self._address, self._port


def listener(host: str, address: str, port: int = 80) -> Listener:
    made: Any = FakeSocket(address, port)
    return Listener(socket=made, host=host)


HERE = listener("127.0.0.1", "127.0.0.1")
OTHER = listener("127.0.0.1", "127.0.0.1", 8000)
OFFICE = listener("10.1.2.3", "10.1.2.3")
NAMED = listener("Desk.example", "10.1.2.3")
SIX = listener("fd00::1", "fd00::1")
ALL = listener("0.0.0.0", "0.0.0.0")  # noqa: S104  # nobody listens there


@for_each(
    "at,host,reached,is_named",
    [
        (HERE, "127.0.0.1:80", "127.0.0.1", True),
        (HERE, "localhost:80", "127.0.0.1", True),
        (HERE, "[::1]:80", "127.0.0.1", True),
        (HERE, "10.1.2.3:80", "127.0.0.1", False),
        (OFFICE, "10.1.2.3:80", "10.1.2.3", True),
        # A browser leaves out the port 80, and no other.
        (OFFICE, "10.1.2.3", "10.1.2.3", True),
        (HERE, "127.0.0.1", "127.0.0.1", True),
        (OTHER, "127.0.0.1", "127.0.0.1", False),
        (OTHER, "127.0.0.1:8000", "127.0.0.1", True),
        (OFFICE, "evil.example", "10.1.2.3", False),
        (OFFICE, "10.1.2.3:81", "10.1.2.3", False),
        (OFFICE, "evil.example:80", "10.1.2.3", False),
        (OFFICE, "10.1.2.3.evil.example:80", "10.1.2.3", False),
        (OFFICE, "", "10.1.2.3", False),
        (NAMED, "desk.example:80", "10.1.2.3", True),
        (NAMED, "DESK.EXAMPLE:80", "10.1.2.3", True),
        (NAMED, "10.1.2.3:80", "10.1.2.3", False),
        (SIX, "[fd00::1]:80", "fd00::1", True),
        # At all addresses, the one where a request came in.
        (ALL, "10.1.2.3:80", "10.1.2.3", True),
        (ALL, "10.1.2.3:80", "::ffff:10.1.2.3", True),
        (ALL, "10.1.2.4:80", "10.1.2.3", False),
        (ALL, "0.0.0.0:80", "10.1.2.3", True),
        (ALL, "evil.example:80", "10.1.2.3", False),
    ],
)
def test_a_request_names_the_listener(
    at: Listener, host: str, reached: str, *, is_named: bool
) -> None:
    assert at.is_named(host, reached) is is_named


@for_each(
    "at,address,is_local,is_anywhere",
    [
        (HERE, "http://127.0.0.1:80", True, False),
        (OFFICE, "http://10.1.2.3:80", False, False),
        (NAMED, "http://desk.example:80", False, False),
        (SIX, "http://[fd00::1]:80", False, False),
        (ALL, "http://127.0.0.1:80", False, True),
        (listener("me", "127.0.1.1"), "http://me:80", True, False),
    ],
)
def test_who_can_reach_it(at: Listener, address: str, *, is_local: bool, is_anywhere: bool) -> None:
    assert (at.address, at.is_local, at.is_anywhere) == (address, is_local, is_anywhere)


def test_it_listens_at_names_and_tells_what_cannot_be() -> None:
    with ExitStack() as opened:
        for host in ("127.0.0.1", "localhost"):
            made = listen(host)
            opened.enter_context(made.socket)
            assert made.is_local
            socket.create_connection(made.socket.getsockname()[:2]).close()
    for wrong in ("no such name", "a..b", "192.0.2.1"):
        with pytest.raises(OSError):  # noqa: PT011  # the system says why
            listen(wrong)


# --- Another machine ---


async def _page(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive())["more_body"]:
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def asked(keys: Keys, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Ask a server that listens for other machines; return the status and the headers.

    The body has two parts, of the sizes in the header `parts`.
    """
    sent: list[Message] = []
    parts = [b"x" * int(size) for size in headers.pop("parts", "0 0").split()]
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "server": ("10.1.2.3", 80),
        "headers": [(key.replace("_", "-").encode(), value.encode())
                    for key, value in {"host": "10.1.2.3:80", **headers}.items()],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    access = Access(_page, keys=keys, listener=OFFICE, most_upload=9_000_000)
    # Tests with a browser have a loop in their thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, access(scope, receive, send)).result()
    found = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], found


def test_another_machine_needs_the_token_and_its_cookie() -> None:
    keys = Keys()
    assert asked(keys, "GET", "/")[0] == 403
    assert asked(keys, "GET", f"/enter?token={Keys().token}")[0] == 403
    status, headers = asked(keys, "GET", f"/enter?token={keys.token}")
    assert status == 303
    cookie = headers["set-cookie"].partition(";")[0]
    # The token is used up, and that of a server that ended never opens another.
    assert asked(keys, "GET", f"/enter?token={keys.token}")[0] == 403
    assert asked(Keys(), "GET", "/", cookie=cookie)[0] == 403
    for changed, status in (
        ({}, 200),
        ({"host": "evil.example:80"}, 421),
        ({"host": "127.0.0.1:80"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://10.1.2.4:80"}, 403),
        ({"origin": ""}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        # A body that is too large, whether it says so or not.
        ({"content_length": "1000000000"}, 413),
        ({"parts": "3000000 999999"}, 200),
        ({"parts": "3000000 3000000"}, 413),
        ({"path": "/import", "parts": "3000000 3000000"}, 200),
        ({"path": "/import", "parts": "3000000 6000001"}, 413),
        ({"path": "/import", "content_length": "1000000000"}, 413),
    ):
        given = {"cookie": cookie, "origin": "http://10.1.2.3:80", **changed}
        path = given.pop("path", "/spec/a/save")
        assert asked(keys, "POST", path, **given)[0] == status, changed
