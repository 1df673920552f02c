"""Open the target that an address names."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from perf_report.errors import PublishError
from perf_report.publish.target import Publisher, Target

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_GIT, _REMOTE = "git+", {"sftp", "ssh", "s3"}


def open_target(address: str, publisher: Publisher) -> Target:
    """Return the target of an address: a folder, a git branch, SFTP or S3. Raises PublishError."""
    match = _SCHEME.match(address)
    if match is None:
        return _open_folder(Path(address))
    scheme = match[1].lower()
    # A password in an address ends up in histories, logs and lists of processes.
    if urlsplit(address).password is not None:
        raise PublishError("target-password", scheme=scheme)
    if scheme == "file":
        return _open_folder(Path(urlsplit(address).path))
    if scheme.startswith(_GIT):
        from perf_report.publish.git_target import GitTarget

        return GitTarget.open(address.removeprefix(_GIT))
    if scheme in _REMOTE:
        from perf_report.publish.remote_target import open_remote

        return open_remote(address, publisher)
    raise PublishError("target-scheme", scheme=scheme)


def _open_folder(path: Path) -> Target:
    from perf_report.publish.folder_target import FolderTarget

    return FolderTarget(path)
