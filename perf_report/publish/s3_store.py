"""A prefix of a bucket of S3-compatible storage, by s3fs.

Credentials and the server's address are those of the AWS tools: the environment, `~/.aws/`.
"""

from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from perf_report.publish.server_errors import TIMEOUT
from perf_report.publish.store import Store


class S3Store(Store):
    """A prefix of a bucket; a file is one object."""

    package = "s3fs"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        root = f"{parts.netloc.rpartition('@')[2]}{unquote(parts.path)}".rstrip("/")
        super().__init__(f"s3://{root}", root)

    def _connect(self) -> Any:
        from s3fs import S3FileSystem

        system = S3FileSystem(
            use_listings_cache=False,
            skip_instance_cache=True,
            # Otherwise each reading begins by asking how large the object is.
            max_concurrency=1,
            config_kwargs={"connect_timeout": TIMEOUT, "read_timeout": TIMEOUT},
        )
        # botocore tries again, as often as the user's settings say; s3fs would do all of that five
        # times over. Once more is for an answer that breaks off, which botocore misses.
        system.retries = 2
        system.s3.meta.events.register_last("before-call.s3", _send_at_once)
        return system

    def _put(self, system: Any, path: str, data: bytes, *, is_lasting: bool) -> None:
        system.pipe_file(self._at(path), data, **_headers(path, is_lasting=is_lasting))

    def _put_new(self, system: Any, path: str, data: bytes) -> bool:
        try:
            system.pipe_file(self._at(path), data, mode="create")
        except FileExistsError:
            return False
        except OSError as error:
            if any(code in repr(error.__cause__) for code in _TAKEN):
                return False
            raise
        return True

    def _disconnect(self, system: Any) -> None:
        # s3fs has no other way to its own client, and would leave its connections open.
        client = getattr(system, "_s3", None)
        if client is not None:
            system.close_session(system.loop, client)


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
