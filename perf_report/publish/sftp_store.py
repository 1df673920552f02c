"""A folder of an SFTP server, by sshfs.

Credentials are those of ssh: the agent, `~/.ssh/config`, and `~/.ssh/known_hosts` for the host.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES
from perf_report.publish.server_errors import TIMEOUT, reason_of
from perf_report.publish.store import Store


class SftpStore(Store):
    """A folder of an SFTP server; a file is sent under another name and moved to its own."""

    package = "sshfs"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host = parts.hostname or ""
        self._options = {"port": parts.port, "username": parts.username}
        self._folders: set[str] = set()
        root = unquote(parts.path).rstrip("/") or "/"
        port = f":{parts.port}" if parts.port else ""
        super().__init__(f"sftp://{self._host}{port}{root}", root)

    def _connect(self) -> Any:
        from sshfs import SSHFileSystem

        try:
            return SSHFileSystem(
                self._host,
                # sshfs would trust any host; this is asyncssh's own way, by known_hosts.
                known_hosts=(),
                connect_timeout=TIMEOUT,
                login_timeout=TIMEOUT,
                keepalive_interval=TIMEOUT // 3,
                skip_instance_cache=True,
                **{key: value for key, value in self._options.items() if value is not None},
            )
        except ValueError as error:  # of `~/.ssh/config`, known_hosts, or a key
            reason = reason_of(error)
            raise PublishError("target-settings", target=self.name, reason=reason) from error

    def _put(self, system: Any, path: str, data: bytes, *, is_lasting: bool) -> None:
        del is_lasting
        self._make_folder(system, path)
        waiting = self._at(f"{NOTES}sending-{sha256(path.encode()).hexdigest()[:16]}")
        try:
            system.pipe_file(waiting, data)
            system.mv(waiting, self._at(path))
        except Exception:
            # Half a file would be served for good; without a connection it stays until --repair.
            with suppress(Exception):
                system.rm_file(waiting)
            raise

    def _put_new(self, system: Any, path: str, data: bytes) -> bool:
        self._make_folder(system, path)
        try:
            stream = system.open(self._at(path), "xb")
        except Exception:  # the server's word for it is `failure`, which says little
            if self._is_there(self._at(path)):
                return False
            raise
        with stream:
            stream.write(data)
        return True

    def _make_folder(self, system: Any, path: str) -> None:
        for each in (path, NOTES + "x"):
            folder = str(PurePosixPath(self._at(each)).parent)
            if folder not in self._folders:
                system.makedirs(folder, exist_ok=True)
                self._folders.add(folder)

    def _clear(self, system: Any, path: str) -> None:
        """Remove the folders that a file leaves empty; another removal may be faster."""
        folder = str(PurePosixPath(path).parent)
        while folder not in {".", ""} and not system.ls(self._at(folder), detail=False):
            # sshfs lends its `rmdir` to `rm` alone; by its own name it does nothing.
            system.rm(self._at(folder))
            self._folders.discard(self._at(folder))
            folder = str(PurePosixPath(folder).parent)
