"""Names of the elements of a Word file, and their values."""

from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def word(name: str) -> str:
    """Return the name of an element or attribute of a Word file."""
    return f"{_WORD}{name}"


def math(name: str) -> str:
    """Return the name of an element or attribute of a formula."""
    return f"{_MATH}{name}"


def value(parent: Any, path: str) -> str | None:
    """Return the value of an element below one, such as `pPr/numPr/numId`; None without one."""
    found = parent.find("/".join(map(word, path.split("/")))) if parent is not None else None
    return None if found is None else str(found.get(word("val"), ""))


def is_on(parent: Any, path: str) -> bool | None:
    """Return whether a property below an element is on; None if it says nothing."""
    found = value(parent, path)
    return None if found is None else found not in {"0", "false", "off"}


def whole_number(written: str | None, default: int = 0) -> int:
    """Return a number as a Word file has it."""
    return min(int(written), 1_000_000) if written and written.isdecimal() else default
