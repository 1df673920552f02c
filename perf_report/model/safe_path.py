"""Whether a path that a file of ours was read with may be used.

A manifest, an inventory, a ledger and what a cluster sends back list paths that were ours when
they were written. Whoever can write such a file could name any file of the machine, so each path
is checked before it is joined with a folder.
"""

import re
from pathlib import PurePosixPath

# A part of a path: no way up, nothing that hides from a reader, no way of writing `/` otherwise,
# and no drive of Windows.
_PART = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f\x7f-\x9f:\ud800-\udfff]+")


def is_safe_path(path: object) -> bool:
    """Whether it is a text, and the relative POSIX path of something below a folder.

    Refused are absolute paths, `.` and `..`, empty parts, backslashes, colons (drive letters) and
    control characters.
    """
    return isinstance(path, str) and all(_PART.fullmatch(part) for part in path.split("/"))


def is_safe_name(name: object) -> bool:
    """Whether it is a safe path of one part: a file or folder directly in another folder."""
    return is_safe_path(name) and len(PurePosixPath(str(name)).parts) == 1
