"""The lines of a file that are neither blank nor a comment, for comments above them."""

from bisect import bisect_right

from perf_report.parse.document import Document


class ContentLines:
    """The numbers of a document's lines that hold more than a comment."""

    def __init__(self, document: Document) -> None:
        self._lines = [
            number
            for number, line in enumerate(document.lines, start=1)
            if line.strip() and not line.lstrip().startswith("#")
        ]

    def below(self, line: int) -> int:
        """The next such line below one; the line itself if there is none."""
        index = bisect_right(self._lines, line)
        return self._lines[index] if index < len(self._lines) else line
