"""What a run left in the site's folder: which pages are there, of which departments, by which hash.

It is kept in a file of its own, outside what is published. One that is damaged, or of another
version, is as good as none: everything is made again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

STATE = ".perf-report/state.json"
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The pages that were made by a key, with their SHA-256 by path."""

    key: str
    files: Mapping[str, str]

    def stands(self, folder: Path) -> bool:
        """Whether all of them are on the disk as they were made."""
        return all(is_file_with(folder / path, digest) for path, digest in self.files.items())


NONE = Made(key="", files={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """What is in the folder: departments by code, indexes of the search by name, all the rest.

    `searched` is the key of all that the search looks through, `page_counts` are the pages of PDFs
    by their SHA-256.
    """

    departments: Mapping[str, Made] = field(default_factory=dict)
    indexes: Mapping[str, Made] = field(default_factory=dict)
    searched: str = ""
    others: Made = NONE
    page_counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What a folder has; nothing where its state does not tell."""
        try:
            data = json.loads((folder / STATE).read_bytes())
            return cls._from_data(data) if data["version"] == _VERSION else cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    @classmethod
    def _from_data(cls, data: Any) -> Self:
        departments = {code: _made(each) for code, each in data["departments"].items()}
        counts = {str(digest): int(count) for digest, count in data["page_counts"].items()}
        return cls(
            departments=departments,
            indexes={name: _made(each) for name, each in data["indexes"].items()},
            searched=str(data["searched"]),
            others=_made(data["others"]),
            page_counts=counts,
        )

    def to_bytes(self) -> bytes:
        """The state as JSON, in a fixed order."""
        departments = {code: _data(made) for code, made in sorted(self.departments.items())}
        data = {
            "version": _VERSION,
            "departments": departments,
            "indexes": {name: _data(made) for name, made in sorted(self.indexes.items())},
            "searched": self.searched,
            "others": _data(self.others),
            "page_counts": dict(sorted(self.page_counts.items())),
        }
        return (json.dumps(data, ensure_ascii=False) + "\n").encode()

    def paths(self) -> set[str]:
        """Every file that a run made."""
        groups = (*self.departments.values(), *self.indexes.values(), self.others)
        return {path for made in groups for path in made.files}


def is_file_with(path: Path, digest: str) -> bool:
    """Whether a file has this SHA-256; a link to one is none."""
    try:
        return not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _made(data: Any) -> Made:
    files = {str(path): str(digest) for path, digest in data["files"].items()}
    if any(path.startswith("/") or ".." in path.split("/") for path in files):
        raise ValueError(data)
    return Made(key=str(data["key"]), files=files)


def _data(made: Made) -> dict[str, Any]:
    return {"key": made.key, "files": dict(sorted(made.files.items()))}
