"""A prefix of a bucket of S3-compatible storage, by s3fs.

Credentials and the server's address are those of the AWS tools: the environment, `~/.aws/`.
"""

from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from perf_report.publish.server_errors import PATIENCE, explained, require_extra


class S3Store:
    """A prefix of a bucket; a file is one object."""

    def __init__(self, address: str) -> None:
        require_extra("s3fs")
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
                # Otherwise each reading begins by asking how large the object is.
                max_concurrency=1,
                config_kwargs={"connect_timeout": PATIENCE, "read_timeout": PATIENCE},
            )
            # botocore tries again, as often as the user's settings say; s3fs would do all of that
            # five times over. Once more is for an answer that breaks off, which botocore misses.
            self._system.retries = 2
            self._system.s3.meta.events.register_last("before-call.s3", _send_at_once)
        return self._system

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def read(self, path: str) -> bytes | None:
        """An object, or None where there is none."""
        with explained(self.name):
            try:
                return bytes(self._fs().cat_file(self._at(path)))
            except FileNotFoundError:
                # A bucket that is not there has no files; that it takes none, writing says.
                return None

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put an object, with what a web server says of it."""
        with explained(self.name):
            self._fs().pipe_file(self._at(path), data, **_headers(path, is_lasting=is_lasting))

    def create(self, path: str, data: bytes) -> bool:
        """Put an object on the condition that there is none."""
        with explained(self.name):
            try:
                self._fs().pipe_file(self._at(path), data, mode="create")
            except FileExistsError:
                return False
            except OSError as error:
                if any(code in repr(error.__cause__) for code in _TAKEN):
                    return False
                raise
            return True

    def exists(self, path: str) -> bool:
        """Whether there is such an object."""
        with explained(self.name):
            # `isfile` would take a server that cannot be reached for one that has no such file.
            try:
                return bool(self._fs().info(self._at(path))["type"] == "file")
            except FileNotFoundError:
                return False

    def remove(self, path: str) -> None:
        """Delete an object; S3 does not mind where there is none."""
        with explained(self.name):
            self._fs().rm_file(self._at(path))

    def list_files(self) -> Iterator[str]:
        """Every object below the prefix."""
        with explained(self.name):
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


def _send_at_once(params: dict[str, Any], **_: object) -> None:
    """Send a file without asking whether it may be sent.

    The wait for that answer (`Expect: 100-continue`) has no end where a server falls silent: the
    time for reading is counted only when all is sent.
    """
    params["headers"].pop("Expect", None)


# What S3 answers where an object is there already, or is just being put there by another.
_TAKEN = ("PreconditionFailed", "ConditionalRequestConflict")

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
