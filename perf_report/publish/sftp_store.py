"""A folder of an SFTP server, by sshfs.

Credentials are those of ssh: the agent, `~/.ssh/config`, and `~/.ssh/known_hosts` for the host.
"""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES
from perf_report.publish.server_errors import PATIENCE, explained, reason_of, require_extra


class SftpStore:
    """A folder of an SFTP server; a file is sent under another name and moved to its own."""

    def __init__(self, address: str) -> None:
        require_extra("sshfs")
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
            try:
                self._system = self._connect()
            except ValueError as error:  # of `~/.ssh/config`, known_hosts, or a key
                raise PublishError(
                    "target-settings", target=self.name, reason=reason_of(error)
                ) from error
        return self._system

    def _connect(self) -> Any:
        from sshfs import SSHFileSystem

        options = {"port": self._port, "username": self._user}
        return SSHFileSystem(
            self._host,
            # sshfs would trust any host; this is asyncssh's own way, by known_hosts.
            known_hosts=(),
            connect_timeout=PATIENCE,
            login_timeout=PATIENCE,
            keepalive_interval=PATIENCE // 3,
            skip_instance_cache=True,
            **{key: value for key, value in options.items() if value is not None},
        )

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""
        with explained(self.name):
            try:
                return bytes(self._fs().cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Send a file beside the others, then move it over the one that was there."""
        del is_lasting
        with explained(self.name):
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
        with explained(self.name):
            self._make_folder(path)
            try:
                stream = self._fs().open(self._at(path), "xb")
            except Exception:  # the server's word for it is `failure`, which says little
                if self._fs().exists(self._at(path)):
                    return False
                raise
            with stream:
                stream.write(data)
            return True

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        with explained(self.name):
            return bool(self._fs().exists(self._at(path)))

    def remove(self, path: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        # What is not there, a file or a folder that its last two files left at once, is removed.
        with explained(self.name), suppress(FileNotFoundError):
            self._fs().rm_file(self._at(path))
            self._prune(str(PurePosixPath(path).parent))

    def _prune(self, folder: str) -> None:
        while folder not in {".", ""} and not self._fs().ls(self._at(folder), detail=False):
            # sshfs lends its `rmdir` to `rm` alone; by its own name it does nothing.
            self._fs().rm(self._at(folder))
            self._folders.discard(self._at(folder))
            folder = str(PurePosixPath(folder).parent)

    def list_files(self) -> Iterator[str]:
        """Every file, folder by folder."""
        with explained(self.name):
            if not self._fs().exists(self._root):
                return
            start = len(self._at(""))
            for path in self._fs().find(self._root):
                yield path[start:]

    def close(self) -> None:
        """Let go of the connection."""
        self._system = None
