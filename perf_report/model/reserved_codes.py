"""Codes that no department can have, since their folders are used for something else.

The names that Windows refuses are those of its devices (Microsoft, Naming Files, Paths, and
Namespaces); a repository with such a folder cannot be checked out there.
"""

import re

# Folders of the disclosure site, beside those of departments.
SITE_NAMES = frozenset({"assets", "data", "departments", "en", "pagefind", "search", "years"})

# Files of a build, without their endings.
_FILES = frozenset(
    {
        "changes", "evaluation", "funds", "goals", "index", "indicators", "manifest", "monitoring",
        "office", "projects", "results", "spec", "table",
    }
)  # fmt: skip

_DEVICES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")

# Folders of revisions: r1, r2 and so on.
_REVISIONS = re.compile("r[0-9]+")


def is_reserved(code: str) -> bool:
    """Whether no department can have this code."""
    is_name = code in SITE_NAMES or code in _FILES
    return is_name or bool(_DEVICES.fullmatch(code) or _REVISIONS.fullmatch(code))
