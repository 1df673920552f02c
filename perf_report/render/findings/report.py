"""The data of a report of findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

from perf_report.messages import Catalogue
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.model.visible_text import visible_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsReport:
    """The findings of all checked files, and the catalogue of the reader's language."""

    files: Sequence[FileFindings]
    catalogue: Catalogue
    color: bool = False

    @classmethod
    def collect(cls, files: Iterable[FileFindings], catalogue: Catalogue) -> Self:
        """Make a report of files, sorted by name."""
        return cls(files=sorted(files, key=lambda file: file.name), catalogue=catalogue)

    @property
    def findings(self) -> list[LocatedFinding]:
        """All findings, file by file."""
        return [located for file in self.files for located in file.findings]

    @property
    def summary(self) -> dict[str, int]:
        """The number of findings by severity, and the number of specs."""
        counts = sum((file.counts for file in self.files), Counter[str]())
        return {severity.value: counts[severity.value] for severity in Severity} | {
            "files": sum(file.is_spec for file in self.files)
        }


def posix_path(name: str) -> str:
    """A file's name with forward slashes, as CI systems require."""
    return PurePath(name).as_posix()


def shown_path(name: str) -> str:
    """A file's name for a person to read: nothing in it is invisible."""
    return visible_name(posix_path(name))
