"""What a target is to hold: `SHA256SUMS`, as `sha256sum` writes and checks it.

It covers every file of the site but itself, the ledger and the publisher's own notes.
"""

import hashlib
import re
from collections.abc import Mapping

from perf_report.errors import PublishError
from perf_report.site.paths import LEDGER, SUMS

# Where the publisher keeps what is none of the site.
NOTES = ".perf-report/"

Inventory = Mapping[str, str]

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
# A part of a path: no way up, nothing that hides from a reader, no way of writing `/` otherwise.
_PART = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f\x7f:]+")


def check_path(path: str) -> str:
    """A path below the target's root. Raises PublishError for any other."""
    if not all(_PART.fullmatch(part) for part in path.split("/")):
        raise PublishError("path-leaves", path=path)
    return path


def parse_sums(data: bytes) -> Inventory:
    """The inventory of these bytes. Raises PublishError where they are none."""
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
    """The inventory as a file, sorted by path."""
    return "".join(f"{sha}  {path}\n" for path, sha in sorted(inventory.items())).encode()


def is_sealed(path: str) -> bool:
    """Whether a path is one that an inventory covers."""
    return path not in {SUMS, LEDGER} and not path.startswith(NOTES)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
