"""Files that are not ours and have to stay beside a site: `[publish] keep` in the settings.

A government's site must have files such as `robots.txt`, `.well-known/` and what search engines
and registries ask for. They are never below the folder of a table.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase

from perf_report.model.identity import Identity
from perf_report.model.safe_path import is_safe_path
from perf_report.publish.inventory import Inventory, is_inventoried

# What a site has a file for, and an office may have one of its own for.
_REPLACEABLE = frozenset({"robots.txt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """Patterns of paths. `*` stands for what is in one part; with `/` at its end, a folder."""

    patterns: tuple[str, ...] = ()

    def without_replaced(self, inventory: Inventory) -> Inventory:
        """Return the files of a site without those of which the office has its own."""
        return {path: sha for path, sha in inventory.items() if not self.replaces(path)}

    def replaces(self, path: str) -> bool:
        """Whether a file that a site has is left to the office."""
        return path in _REPLACEABLE and self.covers(path, ())

    def covers(self, path: str, tables: Collection[Identity]) -> bool:
        """Whether a file is kept; `tables` are those that the site has or had."""
        return (
            is_inventoried(path)
            and any(_matches(path, pattern) for pattern in self.patterns)
            and not _is_of_table(path, tables)
        )


def is_keep_pattern(pattern: str) -> bool:
    """Whether a pattern names files below the site's root, and none of the publisher's own."""
    path = pattern.removesuffix("/")
    return is_safe_path(path) and is_inventoried(f"{path}/")


def _matches(path: str, pattern: str) -> bool:
    parts, wanted = path.split("/"), pattern.rstrip("/").split("/")
    if pattern.endswith("/"):
        if len(parts) == len(wanted):
            return False
        parts = parts[: len(wanted)]
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def _is_of_table(path: str, tables: Collection[Identity]) -> bool:
    code, _, rest = path.removeprefix("en/").partition("/")
    year, _, below = rest.partition("/")
    if not year.isdecimal():
        return False
    project = Identity(code, int(year), below.partition("/")[0])
    return project.of_department in tables or project in tables
