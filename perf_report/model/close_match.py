"""Names that were probably meant."""

import difflib
from collections.abc import Iterable


def close_match(written: str, known: Iterable[str]) -> str:
    """Return the known name that is closest to the written one; empty if none is close."""
    return next(iter(difflib.get_close_matches(written, known, n=1)), "")
