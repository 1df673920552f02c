"""Codes that no department or project can have: their folders are used for something else."""

import re

from perf_report.model.identity import REPORT_IDS

# Folders of the disclosure site, beside those of departments.
SITE_NAMES = frozenset({"assets", "data", "departments", "en", "pagefind", "search", "years"})

# Files of a build, without their endings.
BUILT_FILES = frozenset(
    {
        "changes", "evaluation", "funds", "goals", "index", "indicators", "manifest", "monitoring",
        "office", "projects", "results", "spec", "table",
    }
)  # fmt: skip

# Folders of revisions: r1, r2 and so on.
_REVISIONS = re.compile("r[0-9]+")


def is_reserved(code: str) -> bool:
    """Whether no department can have this code."""
    return code in SITE_NAMES or is_reserved_project(code)


def is_reserved_project(code: str) -> bool:
    """Whether no project can have this code: its folder is in that of a department's table."""
    return code in BUILT_FILES | REPORT_IDS or bool(_REVISIONS.fullmatch(code))
