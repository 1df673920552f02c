"""The inventory of a target: `SHA256SUMS`, as `sha256sum` writes and checks it.

It covers every file of the site but itself, the ledger and the publisher's own notes.
"""

import hashlib
import re
from collections.abc import Mapping

from perf_report.errors import PublishError
from perf_report.model.safe_path import is_safe_path
from perf_report.site.paths import LEDGER, SUMS

# Where the publisher keeps its own files, which are no part of the site.
NOTES = ".perf-report/"

Inventory = Mapping[str, str]

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def check_path(path: str) -> str:
    """Return the path. Raises PublishError unless it is below the target's root."""
    if not is_safe_path(path):
        raise PublishError("path-leaves", path=path)
    return path


def parse_sums(data: bytes) -> Inventory:
    """Return the inventory that the bytes hold. Raises PublishError if they have another form."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise PublishError("sums-form", line=1) from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:-1], start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise PublishError("sums-form", line=number)
        found[check_path(match[2])] = match[1]
    if lines[-1]:
        raise PublishError("sums-form", line=len(lines))
    return found


def render_sums(inventory: Inventory) -> bytes:
    """Return the inventory as a file, sorted by path."""
    return "".join(f"{sha}  {path}\n" for path, sha in sorted(inventory.items())).encode()


def is_inventoried(path: str) -> bool:
    """Whether an inventory covers a path."""
    return path not in {SUMS, LEDGER} and not path.startswith(NOTES)


def digest(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
