"""What identifies a table: its department, its year, and its project if it is one of a project."""

from typing import NamedTuple


class Identity(NamedTuple):
    """The department's code, the year, and the project's code, which is empty for a department.

    Sorted, the table of a department stands before those of its projects.
    """

    code: str
    year: int
    project: str = ""

    def __str__(self) -> str:
        """`CODE/YEAR` or `CODE/YEAR/PROJECT`, which is the folder of the table's files, too."""
        return "/".join(filter(None, (self.code, str(self.year), self.project)))

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
        """The table of the same department or project one year before."""
        return Identity(self.code, self.year - 1, self.project)


def parse_identity(text: str) -> Identity | None:
    """Return what `CODE/YEAR[/PROJECT]` identifies; None for another text."""
    code, _, rest = text.partition("/")
    year, _, project = rest.partition("/")
    if not code or not year.isdecimal() or "/" in project or rest.endswith("/"):
        return None
    return Identity(code, int(year), project)
