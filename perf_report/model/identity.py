"""What identifies a table, and a report on it: department, year, project, and which report."""

import re
from typing import NamedTuple

# The reports that a table can have, which name their files.
REPORT_IDS = frozenset({"evaluation", *(f"monitoring-{month:02}" for month in range(1, 13))})
# Which report on a table it is.
REPORT_ID = re.compile(f"(?:{'|'.join(sorted(REPORT_IDS))})")


class Identity(NamedTuple):
    """The department's code, the year, and the project's code, which is empty for a department.

    `report` is `evaluation` or `monitoring-07`, and empty for the table itself. Sorted, the table
    of a department stands before those of its projects.
    """

    code: str
    year: int
    project: str = ""
    report: str = ""

    def __str__(self) -> str:
        """`CODE/YEAR[/PROJECT][#evaluation]`; of a table, that is the folder of its files, too."""
        return f"{self.folder}#{self.report}" if self.report else self.folder

    @property
    def folder(self) -> str:
        """The folder of the files of the table, and of the reports on it: `CODE/YEAR[/PROJECT]`."""
        return "/".join(filter(None, (self.code, str(self.year), self.project)))

    @property
    def table(self) -> "Identity":
        """The table that a report is on; of a table, itself."""
        return self.with_report("")

    def with_report(self, report: str) -> "Identity":
        """Return the identity of a report on the table."""
        return self._replace(report=report)

    @property
    def holder(self) -> str:
        """Whose table it is, whatever the year: `CODE` or `CODE/PROJECT`."""
        return "/".join(filter(None, (self.code, self.project)))

    @property
    def of_department(self) -> "Identity":
        """The table of the department itself."""
        return Identity(self.code, self.year)

    @property
    def previous(self) -> "Identity":
        """The table, or the report, of the same department or project one year before."""
        return self._replace(year=self.year - 1)

    @property
    def following(self) -> "Identity":
        """The table, or the report, of the same department or project one year later."""
        return self._replace(year=self.year + 1)


def parse_identity(text: str) -> Identity | None:
    """Return what `CODE/YEAR[/PROJECT][#REPORT]` identifies; None for another text."""
    named, sign, report = text.partition("#")
    code, _, rest = named.partition("/")
    year, _, project = rest.partition("/")
    if not code or not year.isdecimal() or "/" in project or rest.endswith("/"):
        return None
    if sign and not REPORT_ID.fullmatch(report):
        return None
    return Identity(code, int(year), project, report)
