"""Who may ask what of the server: the browser that showed the token, and no page of other sites.

A page of another site can send requests to this machine, by its address or by a name that it makes
lead here. So each request needs a cookie that such a page cannot have, and names its host.
"""

import asyncio
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perf_report.serve.listener import Listener

ENTRY = "/enter"
_UPLOADS = re.compile(r"/import|/spec/[^/]+/compare")
_READING = frozenset({"GET", "HEAD"})
# A request has so many bytes, and is here as a whole after so many seconds, at most.
_MOST_BYTES = 4_000_000
_SECONDS = 300

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With none at all, a browser sends the forms of our pages without their origin.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooMuchError(Exception):
    """A request that is larger, or slower, than any of ours."""


@dataclass(kw_only=True)
class Keys:
    """The token of the first address, which opens once, and the cookie that it is changed for."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    is_used: bool = False

    def takes(self, token: str) -> bool:
        """Whether a token opens; it does so once."""
        if self.is_used or not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.is_used = True
        return True

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is ours."""
        return secrets.compare_digest(cookie.encode(), self.cookie.encode())


class Access:
    """Lets through what may be asked, by the names that lead to the listener."""

    def __init__(self, app: ASGIApp, *, keys: Keys, listener: Listener, most_upload: int) -> None:
        self._app = app
        self._keys = keys
        self._listener = listener
        self._cookie = f"perf-report-{listener.port}"
        self._most_upload = most_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        refused = self._refusal(scope, headers)
        if refused:
            await _answer(send, refused)
        elif scope["path"] == ENTRY:
            await self._enter(scope, send)
        else:
            await self._pass(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> int:
        """The status of a request that is not let through; 0 for one that is."""
        reached = (scope.get("server") or ("", 0))[0]
        if not self._listener.is_named(headers.get("host", ""), reached):
            return 421
        if scope["path"] == ENTRY:
            return 0 if scope["method"] == "GET" else 405
        if not any(map(self._keys.knows, self._cookies_of(headers))):
            return 403
        origin = headers.get("origin", "").removeprefix("http://")
        if scope["method"] not in _READING and not self._listener.is_named(origin, reached):
            return 403
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return 403
        length = headers.get("content-length", "0")
        is_known = length.isascii() and length.isdigit()
        return 0 if is_known and int(length) <= self._most(scope) else 413

    def _most(self, scope: Scope) -> int:
        return self._most_upload if _UPLOADS.fullmatch(scope["path"]) else _MOST_BYTES

    def _cookies_of(self, headers: Mapping[str, str]) -> list[str]:
        """The cookies of our name. Other servers of this machine may have set any others, or ours.

        The ports of a machine share their cookies.
        """
        pairs = (each.partition("=") for each in headers.get("cookie", "").split(";"))
        return [value.strip() for name, _, value in pairs if name.strip() == self._cookie]

    async def _enter(self, scope: Scope, send: Send) -> None:
        """Change the token for a cookie; a token that was used opens no more."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._keys.takes(token):
            await _answer(send, 403)
            return
        cookie = f"{self._cookie}={self._keys.cookie}; HttpOnly; SameSite=Strict; Path=/"
        await _answer(send, 303, {"location": "/", "set-cookie": cookie})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        limited = _Body(receive, self._most(scope))
        has_begun = False

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message = {**message, "headers": _with_ours(message["headers"])}
            await send(message)

        try:
            await self._app(scope, limited.receive, guarded)
        except TooMuchError:
            if not has_begun:
                await _answer(send, 413)


class _Body:
    """The body of a request, up to its limits."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self._until = asyncio.get_running_loop().time() + _SECONDS
        self._is_whole = False

    async def receive(self) -> Message:
        """Return the next part of the body. Raises TooMuchError."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise TooMuchError from None
        self._left -= len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._left < 0:
            raise TooMuchError
        return message


def _headers(scope: Scope) -> dict[str, str]:
    """The headers of a request; of one that is there twice, none counts."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        found[key] = "" if key in found else value.decode("latin-1")
    return found


def _with_ours(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in headers}
    ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
    return [*headers, *((name, value) for name, value in ours if name not in given)]


async def _answer(send: Send, status: int, headers: Mapping[str, str] | None = None) -> None:
    """Send an answer without a page."""
    text = f"{status}\n".encode()
    given = {"content-type": "text/plain", "content-length": str(len(text)), **(headers or {})}
    pairs = [(name.encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": _with_ours(pairs)})
    await send({"type": "http.response.body", "body": text})
