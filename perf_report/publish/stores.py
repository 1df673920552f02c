"""SFTP servers and S3-compatible storage as places for files, by fsspec.

Each call is one request to the server or few, every file appears whole, and whatever goes wrong
becomes a PublishError that names no secret. Credentials are those that ssh and the AWS tools use:
the agent, `~/.ssh/config`, `~/.ssh/known_hosts`; the environment and `~/.aws/`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES

# In seconds; a server that says nothing for so long is taken for gone.
_PATIENCE = 30


class Store(Protocol):
    """A place for files by path. Every method raises PublishError where it cannot be done."""

    @property
    def name(self) -> str:
        """The place as people know it."""

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put a file there, whole, over the one that was there."""

    def create(self, path: str, data: bytes) -> bool:
        """Put a file there unless there is one; whether that was so."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""

    def list_files(self) -> Iterator[str]:
        """Every file."""

    def close(self) -> None:
        """Let go of the connection."""


def open_store(address: str) -> Store:
    """The store of an address. Raises PublishError where its library is missing."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise PublishError("target-address", address=parts.scheme)
    return S3Store(address) if parts.scheme == "s3" else SftpStore(address)


def _require(module: str, extra: str) -> None:
    if find_spec(module) is None:
        raise PublishError("target-extra", extra=extra)


class SftpStore:
    """A folder of an SFTP server; a file is sent under another name and moved to its own."""

    def __init__(self, address: str) -> None:
        _require("sshfs", "sftp")
        parts = urlsplit(address)
        self._host = parts.hostname or ""
        self._port = parts.port
        self._user = parts.username
        self._root = unquote(parts.path).rstrip("/") or "/"
        self._folders: set[str] = set()
        self._system: Any = None

    @property
    def name(self) -> str:
        """Host and path."""
        port = f":{self._port}" if self._port else ""
        return f"sftp://{self._host}{port}{self._root}"

    def _fs(self) -> Any:
        """The connection, which is made when it is first needed."""
        if self._system is None:
            from sshfs import SSHFileSystem

            options = {"port": self._port, "username": self._user}
            self._system = SSHFileSystem(
                self._host,
                # sshfs would trust any host; this is asyncssh's own way, by known_hosts.
                known_hosts=(),
                connect_timeout=_PATIENCE,
                login_timeout=_PATIENCE,
                keepalive_interval=_PATIENCE // 3,
                skip_instance_cache=True,
                **{key: value for key, value in options.items() if value is not None},
            )
        return self._system

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""
        with _explained(self.name):
            try:
                return bytes(self._fs().cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Send a file beside the others, then move it over the one that was there."""
        del is_lasting
        with _explained(self.name):
            self._make_folder(path)
            waiting = self._at(f"{NOTES}sending-{sha256(path.encode()).hexdigest()[:16]}")
            self._fs().pipe_file(waiting, data)
            self._fs().mv(waiting, self._at(path))

    def _make_folder(self, path: str) -> None:
        for each in (path, NOTES + "x"):
            folder = str(PurePosixPath(self._at(each)).parent)
            if folder not in self._folders:
                self._fs().makedirs(folder, exist_ok=True)
                self._folders.add(folder)

    def create(self, path: str, data: bytes) -> bool:
        """Open a file that must not be there yet."""
        with _explained(self.name):
            self._make_folder(path)
            try:
                stream = self._fs().open(self._at(path), "xb")
            except OSError:
                return False
            except Exception as error:  # the server's word for it is `failure`, which says little
                if self._fs().exists(self._at(path)):
                    return False
                raise error from None
            with stream:
                stream.write(data)
            return True

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        with _explained(self.name):
            return bool(self._fs().exists(self._at(path)))

    def remove(self, path: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        with _explained(self.name):
            try:
                self._fs().rm_file(self._at(path))
            except FileNotFoundError:
                return
            self._prune(str(PurePosixPath(path).parent))

    def _prune(self, folder: str) -> None:
        while folder not in {".", ""} and not self._fs().ls(self._at(folder), detail=False):
            self._fs().rmdir(self._at(folder))
            self._folders.discard(self._at(folder))
            folder = str(PurePosixPath(folder).parent)

    def list_files(self) -> Iterator[str]:
        """Every file, folder by folder."""
        with _explained(self.name):
            if not self._fs().exists(self._root):
                return
            start = len(self._at(""))
            for path in self._fs().find(self._root):
                yield path[start:]

    def close(self) -> None:
        """Let go of the connection."""
        self._system = None


class S3Store:
    """A prefix of a bucket; a file is one object."""

    def __init__(self, address: str) -> None:
        _require("s3fs", "s3")
        parts = urlsplit(address)
        self._root = f"{parts.netloc.rpartition('@')[2]}{unquote(parts.path)}".rstrip("/")
        self._system: Any = None

    @property
    def name(self) -> str:
        """Bucket and prefix."""
        return f"s3://{self._root}"

    def _fs(self) -> Any:
        if self._system is None:
            from s3fs import S3FileSystem

            self._system = S3FileSystem(
                use_listings_cache=False,
                skip_instance_cache=True,
                config_kwargs={"connect_timeout": _PATIENCE, "read_timeout": _PATIENCE},
            )
        return self._system

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def read(self, path: str) -> bytes | None:
        """An object, or None where there is none."""
        with _explained(self.name):
            try:
                return bytes(self._fs().cat_file(self._at(path)))
            except FileNotFoundError:
                # A bucket that is not there has no files; that it takes none, writing says.
                return None

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put an object, with what a web server says of it."""
        with _explained(self.name):
            self._fs().pipe_file(self._at(path), data, **_headers(path, is_lasting=is_lasting))

    def create(self, path: str, data: bytes) -> bool:
        """Put an object on the condition that there is none."""
        with _explained(self.name):
            try:
                self._fs().pipe_file(self._at(path), data, mode="create")
            except FileExistsError:
                return False
            except OSError as error:
                if (
                    "PreconditionFailed" in repr(error.__cause__)
                    or "pre-condition" in str(error).lower()
                ):
                    return False
                raise
            return True

    def exists(self, path: str) -> bool:
        """Whether there is such an object."""
        with _explained(self.name):
            return bool(self._fs().isfile(self._at(path)))

    def remove(self, path: str) -> None:
        """Delete an object; S3 does not mind where there is none."""
        with _explained(self.name):
            self._fs().rm_file(self._at(path))

    def list_files(self) -> Iterator[str]:
        """Every object below the prefix."""
        with _explained(self.name):
            start = len(self._at(""))
            try:
                paths = self._fs().find(self._root)
            except FileNotFoundError:
                return
            for path in paths:
                yield path[start:]

    def close(self) -> None:
        """Let go of the connection."""
        # s3fs has no other way to its own client, and would leave its connections open.
        client = getattr(self._system, "_s3", None)
        if client is not None:
            self._system.close_session(self._system.loop, client)
        self._system = None


# Text whose type has to say that it is UTF-8; browsers would guess otherwise.
_TEXT = ("text/", "application/json", "application/javascript", "application/xml", "image/svg")
_TYPES = {".jsonl": "application/jsonl", ".yaml": "application/yaml", ".md": "text/markdown",
          ".js": "text/javascript", ".xml": "application/xml"}  # fmt: skip


def _headers(path: str, *, is_lasting: bool) -> dict[str, str]:
    """The type of a file, and how long others may keep it."""
    suffix = PurePosixPath(path).suffix
    kind = _TYPES.get(suffix) or guess_type(path)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith(_TEXT) else ""
    lasting = "public, max-age=31536000, immutable"
    return {
        "ContentType": kind + charset,
        "CacheControl": lasting if is_lasting else "no-cache",
    }


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """What goes wrong with a server, as an error of ours."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        message = _message(error)
        if message is None:
            raise
        raise PublishError(message, target=name, reason=_reason(error)) from error


# By the name of an exception's class or of one above it: the libraries are loaded only when used.
_MESSAGES = {
    "HostKeyNotVerifiable": "target-host-key",
    "KeyExchangeFailed": "target-unreachable",
    "PermissionDenied": "target-credentials",
    "NoCredentialsError": "target-credentials",
    "PartialCredentialsError": "target-credentials",
    "ProfileNotFound": "target-credentials",
    "ConnectionLost": "target-unreachable",
    "SFTPConnectionLost": "target-unreachable",
    "SFTPNoConnection": "target-unreachable",
    "EndpointConnectionError": "target-unreachable",
    "HTTPClientError": "target-unreachable",
    "FSTimeoutError": "target-unreachable",
    "TimeoutError": "target-unreachable",
    "gaierror": "target-unreachable",
    "ConnectionError": "target-unreachable",
    # Of a whole server it means wrong credentials, of a path that it may not be written.
    "SFTPPermissionDenied": "target-refused",
    "SFTPError": "target-refused",
    "Error": "target-unreachable",
    "BotoCoreError": "target-refused",
    "ClientError": "target-refused",
    "PermissionError": "target-refused",
    "OSError": "target-refused",
}
# S3 says by its code, which is all that is left of it in the message, that it does not know us.
_UNKNOWN = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AWS Access Key Id", "signature we",
            "ExpiredToken", "InvalidToken", "security token")  # fmt: skip


def _message(error: BaseException) -> str | None:
    if any(words in str(error) for words in _UNKNOWN):
        return "target-credentials"
    # sshfs makes of a refused key an error of the system, and names what it was as its cause.
    names = [each.__name__ for kind in (error.__cause__, error) for each in type(kind).__mro__]
    return next((_MESSAGES[name] for name in names if name in _MESSAGES), None)


def _reason(error: BaseException) -> str:
    """What the server or the library says, in a line."""
    return " ".join(str(error).split()) or type(error).__name__
