"""Files by path on a server, through fsspec.

What SFTP and S3 have in common. A subclass says how to connect and how its server puts a file.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, ClassVar

from perf_report.errors import PublishError
from perf_report.publish.server_errors import translated_errors


class Store(ABC):
    """The files below a path of a server. Every method raises PublishError if it fails."""

    # The fsspec package of the protocol, which an extra of ours installs.
    package: ClassVar[str]

    def __init__(self, name: str, root: str) -> None:
        if find_spec(self.package) is None:
            raise PublishError("target-extra", package=self.package)
        self.name = name
        self._root = root
        self._system: Any = None

    @abstractmethod
    def _connect(self) -> Any:
        """Return an fsspec file system of the server."""

    @abstractmethod
    def _put(self, system: Any, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put a file there, whole, over the one that was there."""

    @abstractmethod
    def _put_new(self, system: Any, path: str, data: bytes) -> bool:
        """Put a file there unless there is one; whether that was so."""

    def _clear(self, system: Any, path: str) -> None:
        """Remove what a removed file leaves behind: nothing, unless a subclass says so."""
        del system, path

    def _disconnect(self, system: Any) -> None:
        """Close the connection, if the file system does not do so by itself."""
        del system

    def _fs(self) -> Any:
        """Return the file system, which is connected when it is first needed."""
        if self._system is None:
            self._system = self._connect()
        return self._system

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def read(self, path: str) -> bytes | None:
        """Return a file, or None if there is none.

        A bucket or folder that is not there has no files; that it takes none, writing says.
        """
        with translated_errors(self.name):
            try:
                return bytes(self._fs().cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put a file there, whole; one that `is_lasting` never changes under its name."""
        with translated_errors(self.name):
            self._put(self._fs(), path, data, is_lasting=is_lasting)

    def create(self, path: str, data: bytes) -> bool:
        """Put a file there unless there is one; whether that was so."""
        with translated_errors(self.name):
            return self._put_new(self._fs(), path, data)

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        with translated_errors(self.name):
            return self._is_there(self._at(path))

    def _is_there(self, place: str) -> bool:
        # `exists` and `isfile` of some file systems take a lost connection for a missing file.
        try:
            self._fs().info(place)
        except FileNotFoundError:
            return False
        return True

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        with translated_errors(self.name), suppress(FileNotFoundError):
            self._fs().rm_file(self._at(path))
            self._clear(self._fs(), path)

    def list_files(self) -> Iterator[str]:
        """Yield the path of every file."""
        with translated_errors(self.name):
            start = len(self._at(""))
            places = self._fs().find(self._root) if self._is_there(self._root) else ()
            yield from (place[start:] for place in places)

    def close(self) -> None:
        """Close the connection."""
        if self._system is not None:
            self._disconnect(self._system)
        self._system = None
