"""What a report of findings is made from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

from perf_report.messages import Catalogue
from perf_report.model.finding import FileFindings, LocatedFinding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All files of a run, in the language of the reader."""

    files: Sequence[FileFindings]
    catalogue: Catalogue
    color: bool = False

    @classmethod
    def collect(cls, files: Iterable[FileFindings], catalogue: Catalogue) -> Self:
        """All files as one report, sorted by name."""
        return cls(files=sorted(files, key=lambda file: file.name), catalogue=catalogue)

    @property
    def findings(self) -> list[LocatedFinding]:
        """All findings, file by file."""
        return [located for file in self.files for located in file.findings]

    @property
    def summary(self) -> dict[str, int]:
        """How many findings of each severity, and how many files were read."""
        counts = Counter(located.finding.severity for located in self.findings)
        return {severity.value: counts[severity] for severity in Severity} | {
            "files": len(self.files)
        }


def posix_path(name: str) -> str:
    """A file's name with forward slashes, as every CI system wants it."""
    return PurePath(name).as_posix()
