"""The state of a site's folder: which files the last run made, from which inputs.

It is a file that is not published. If it is damaged or of another version, everything is made
again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from perf_report.model.safe_path import is_safe_path
from perf_report.model.text import Text
from perf_report.site.built_files import FileFacts, SpecFacts
from perf_report.site.change_counts import ChangeCounts
from perf_report.site.sums import UnitTable

STATE = ".perf-report/state.json"
_VERSION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSet:
    """Files made from inputs with a key, by path with their SHA-256."""

    key: str
    files: Mapping[str, str]

    def is_intact(self, folder: Path) -> bool:
        """Whether all of them are on disk, unchanged."""
        return all(is_file_with(folder / path, digest) for path, digest in self.files.items())


NO_PAGES = PageSet(key="", files={})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """The files of a folder: departments by code, search indexes by name, and others.

    `searched` is the key of all search documents; `known` are facts about built files. `units` are
    the tables of the units of each department that has some.
    """

    departments: Mapping[str, PageSet] = field(default_factory=dict)
    indexes: Mapping[str, PageSet] = field(default_factory=dict)
    searched: str = ""
    others: PageSet = NO_PAGES
    known: FileFacts = field(default_factory=FileFacts)
    units: Mapping[str, tuple[UnitTable, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the state of a folder; empty if it has none that is sound."""
        try:
            data = json.loads((folder / STATE).read_bytes())
            return cls._from_data(data) if data["version"] == _VERSION else cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    @classmethod
    def _from_data(cls, data: Any) -> Self:
        departments = {code: _made(each) for code, each in data["departments"].items()}
        counts = {str(digest): int(count) for digest, count in data["page_counts"].items()}
        specs = {str(digest): _spec(*each) for digest, each in data["specs"].items()}
        changes = {str(digest): _counts(*each) for digest, each in data["changes"].items()}
        units = {str(code): tuple(map(_unit, each)) for code, each in data["units"].items()}
        return cls(
            departments=departments,
            indexes={name: _made(each) for name, each in data["indexes"].items()},
            searched=str(data["searched"]),
            others=_made(data["others"]),
            known=FileFacts(page_counts=counts, specs=specs, changes=changes),
            units=units,
        )

    def to_bytes(self) -> bytes:
        """Return the state as JSON, in a fixed order."""
        departments = {code: _data(made) for code, made in sorted(self.departments.items())}
        data = {
            "version": _VERSION,
            "departments": departments,
            "indexes": {name: _data(made) for name, made in sorted(self.indexes.items())},
            "searched": self.searched,
            "others": _data(self.others),
            "page_counts": dict(sorted(self.known.page_counts.items())),
            "specs": {
                digest: [spec.content, spec.parent]
                for digest, spec in sorted(self.known.specs.items())
            },
            "changes": {
                digest: [each.weaker, each.stronger, each.unclear]
                for digest, each in sorted(self.known.changes.items())
            },
            "units": {
                code: [_unit_data(unit) for unit in units]
                for code, units in sorted(self.units.items())
            },
        }
        return (json.dumps(data, ensure_ascii=False) + "\n").encode()

    def paths(self) -> set[str]:
        """Return the paths of all files."""
        groups = (*self.departments.values(), *self.indexes.values(), self.others)
        return {path for made in groups for path in made.files}


def is_file_with(path: Path, digest: str) -> bool:
    """Whether a path is a regular file with this SHA-256."""
    try:
        return not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _made(data: Any) -> PageSet:
    files = {str(path): str(digest) for path, digest in data["files"].items()}
    if not all(map(is_safe_path, files)):
        raise ValueError(data)
    return PageSet(key=str(data["key"]), files=files)


def _spec(content: str, parent: str) -> SpecFacts:
    return SpecFacts(content=str(content), parent=str(parent))


def _counts(weaker: int, stronger: int, unclear: int) -> ChangeCounts:
    return ChangeCounts(weaker=int(weaker), stronger=int(stronger), unclear=int(unclear))


def _unit(data: Any) -> UnitTable:
    code, zh, en, year, total, currency = data
    return UnitTable(
        code=str(code), name=Text(zh=zh, en=en), year=int(year), total=total, currency=currency
    )


def _unit_data(unit: UnitTable) -> list[Any]:
    return [unit.code, unit.name.zh, unit.name.en, unit.year, unit.total, unit.currency]


def _data(made: PageSet) -> dict[str, Any]:
    return {"key": made.key, "files": dict(sorted(made.files.items()))}
