"""The names of a spec's department and project, found by its layout: a list needs no parser."""

import re
from typing import NamedTuple

# A key of the head, with what is set in below it.
_BLOCK = rb"^%s:[^\n]*(?:\n(?:[ ]+[^\n]*|[ ]*(?:#[^\n]*)?\r?(?=\n)))*"
_BLOCKS = tuple(re.compile(_BLOCK % key, re.MULTILINE) for key in (b"department", b"project"))
# A text, or the Chinese one of two.
_NAME = re.compile(
    rb"""\bname:[ ]*(?:\{[ ]*zh:|\{[^}\n]*?\bzh:|\r?\n[ ]+zh:)?[ ]*"""
    rb"""(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'{},#&*|>][^,}#\r\n]*))"""
)


class ScannedNames(NamedTuple):
    """The Chinese names of a department and of a project; empty where they are not plain to see."""

    department: str = ""
    project: str = ""


NO_NAMES = ScannedNames()


def scan_names(data: bytes) -> ScannedNames:
    """Return the names in a spec by regular expressions."""
    return ScannedNames(*(_name(block.search(data)) for block in _BLOCKS))


def _name(block: re.Match[bytes] | None) -> str:
    found = _NAME.search(block[0]) if block else None
    text = next(filter(None, found.groups()), b"") if found else b""
    return text.decode("utf-8", "replace").strip()
