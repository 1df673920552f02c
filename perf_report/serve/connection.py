"""Connections that are closed if no request comes: else they use up those of a process."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

# The lines before the body of a request are here after so many seconds, at most.
_SECONDS = 30


class Connection(H11Protocol):
    """A connection of a browser; some are opened before there is a request."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request that has begun to come."""
        super().data_received(data)
        # There is no cycle before the first request.
        if not getattr(self.cycle, "response_complete", True):
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
