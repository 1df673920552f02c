"""Where a server listens, and by which names it may be asked."""

import ipaddress
import socket
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
_USUAL_PORT = 80
_LOCAL_NAMES = (LOOPBACK, "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A socket that listens; `host` is the address or the name that was asked for."""

    socket: socket.socket
    host: str

    @property
    def port(self) -> int:
        """The port, also if any that is free was asked for."""
        port: int = self.socket.getsockname()[1]
        return port

    @property
    def _address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
        return ipaddress.ip_address(self.socket.getsockname()[0].partition("%")[0])

    @property
    def is_local(self) -> bool:
        """Whether this machine alone can reach it."""
        return self._address.is_loopback

    @property
    def is_anywhere(self) -> bool:
        """Whether it listens at all addresses of this machine."""
        return self._address.is_unspecified

    @property
    def address(self) -> str:
        """The address of its front page for a browser."""
        shown = LOOPBACK if self.is_anywhere else _in_address(self.host)
        return f"http://{shown}:{self.port}"

    def is_named(self, host: str, reached: str) -> bool:
        """Whether a request may name this host; `reached` is the address where it came in.

        Any other name may be that of another site, which made it lead here.
        """
        names = {*_LOCAL_NAMES, _in_address(self.host)}
        if self.is_anywhere:
            names.add(_in_address(reached.removeprefix("::ffff:")))
        # A browser leaves out the usual port.
        usual = names if self.port == _USUAL_PORT else set()
        return host.lower() in {*usual, *(f"{each}:{self.port}" for each in names)}


def listen(host: str = LOOPBACK, port: int = 0) -> Listener:
    """Listen at an address or a name of this machine. Raises OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(str(error)) from error
    family, _, _, _, address = found[0]
    return Listener(socket=socket.create_server(address[:2], family=family), host=host)


def _in_address(host: str) -> str:
    """A host as an address names it."""
    return f"[{host}]" if ":" in host else host.lower()
