"""Open the target that an address names."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from perf_report.errors import PublishError
from perf_report.publish.target import Publisher, Target

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_GIT, _REMOTE = "git+", {"sftp", "ssh", "s3"}
# An address that lost a sign: `sftp:host`, `s3:/bucket`, `me@host:path`, `sftp//host`.
_MISTYPED = re.compile(
    r"(?P<scheme>[^/:]*):|(?P<word>sftp|ssh|s3|file|https?|git\+[a-z]+)//", re.IGNORECASE
)


def open_target(address: str, publisher: Publisher) -> Target:
    """Return the target of an address: a folder, a git branch, SFTP or S3. Raises PublishError."""
    match = _SCHEME.match(address)
    if match is None:
        return _open_folder(address)
    scheme = match[1].lower()
    # A password in an address ends up in histories, logs and lists of processes.
    if urlsplit(address).password is not None:
        raise PublishError("target-password", scheme=scheme)
    if scheme.startswith(_GIT):
        from perf_report.publish.git_target import GitTarget

        return GitTarget.open(address.removeprefix(_GIT))
    if scheme in _REMOTE:
        from perf_report.publish.remote_target import open_remote

        return open_remote(address, publisher)
    raise PublishError("target-scheme", scheme=scheme)


def _open_folder(address: str) -> Target:
    """Return the target of a path, which looks like no address and can be replaced by a link."""
    from perf_report.publish.folder_target import FolderTarget

    # On Windows a path may begin with a drive.
    mistyped = None if os.path.splitdrive(address)[0] else _MISTYPED.match(address)
    if mistyped is not None:
        raise PublishError("target-scheme", scheme=mistyped["scheme"] or mistyped["word"] or ":")
    path = Path(os.path.abspath(address))  # noqa: PTH100  # not resolved: the link itself is moved
    if not address.strip() or path == path.parent:
        raise PublishError("target-root", target=address)
    return FolderTarget(path)
