"""What people changed in a Word or Excel file of ours, and what a spec does not take of it.

The file is compared with the one that its spec would print after the merge: a text in which they
differ is not in the spec, whatever the reason.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.app.check.checker import Checker
from perf_report.app.import_paper.differences import (
    Difference,
    form_differences,
    sheet_differences,
    sheet_rows,
)
from perf_report.app.import_paper.merge import Merged, Versions, merge, missing_english
from perf_report.app.import_paper.own_reading import OwnReading, as_printed, plan_of
from perf_report.app.import_paper.read import KnownForms, office_format
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.model.paper import Place
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.office.own_workbook import data_sheets, formulas
from perf_report.office.side_texts import side_texts
from perf_report.outputs.output_files import Format
from perf_report.parse.encoding import encode_like
from perf_report.parse.plan_edits import rewrite_data

# Numbers of pages, and the blanks round them, are those of a program.
_PAGES = re.compile(r"[0-9\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Makes the file of a spec in a format, and reads it."""

    project: Project
    checker: Checker
    kind: Format
    known: KnownForms

    def print(self, spec: Source) -> OwnReading:
        """Return what is read of the file of a spec. Raises SourceError if it is not valid."""
        checked = self.checker.open(self.checker.check_one(spec))
        return as_printed(self.project, checked, self.kind, self.known)


def merge_into(spec: Source, versions: Versions, *, remove: bool) -> tuple[Merged, Source]:
    """Return what is merged into a spec, and the spec with it."""
    plan = plan_of(spec)
    known = plan_data(plan)
    merged = merge(known, versions, remove=remove, english=missing_english(plan))
    text = rewrite_data(spec.data.decode("utf-8-sig"), merged.data, known)
    return merged, Source(name=spec.name, data=encode_like(text, spec.data))


def find_differences(
    printer: Printer, base: Source, before: OwnReading, theirs: OwnReading
) -> Iterator[Difference]:
    """Yield what a file has that its own spec would not print if it took the changes."""
    after = _after(printer, base, before, theirs)
    sums = frozenset(formulas(after.source.data) if printer.kind == "xlsx" else ())

    def is_taken(place: Place) -> bool:
        values = [
            [each.value(route, theirs) for each in (theirs, after, before)]
            for route in theirs.routes(place)
        ]
        changed = [each for each in values if each[0] != each[2]]
        return bool(changed) and all(_says(taken, wanted) for wanted, taken, _ in changed)

    yield from form_differences(theirs.paper, after.paper, is_taken, sums)
    yield from side_differences(before, after, theirs, sums)


def side_differences(
    before: OwnReading, after: OwnReading, theirs: OwnReading, sums: frozenset[Place]
) -> Iterator[Difference]:
    """Yield what a file has beside its form, of which nothing is taken."""
    if office_format(theirs.source) == "xlsx":
        yield from _on_sheets(before, after, theirs, sums)
    yield from _beside((before, after), theirs)


def _says(taken: Any, wanted: Any) -> bool:
    """Whether a value is the wanted one; a form may print its sign and its unit elsewhere."""
    is_part = isinstance(taken, str) and isinstance(wanted, str) and taken in wanted
    return bool(taken == wanted or (is_part and taken))


def _after(printer: Printer, base: Source, before: OwnReading, theirs: OwnReading) -> OwnReading:
    """What the spec of a file prints with the changes; without them if it would not be valid."""
    versions = Versions(base=before.data, ours=before.data, theirs=theirs.data)
    for remove in (True, False) if theirs.data != before.data else ():
        try:
            return printer.print(merge_into(base, versions, remove=remove)[1])
        except SourceError:
            continue
    return before


def _on_sheets(
    before: OwnReading, after: OwnReading, theirs: OwnReading, sums: frozenset[Place]
) -> Iterator[Difference]:
    """The edits of the sheets beside the form, of which nothing is taken."""
    printed = [data_sheets(each.source.data) for each in (before, after)]
    for name, sheet in data_sheets(theirs.source.data).items():
        versions = [sheet_rows(sheets[name]) for sheets in printed if name in sheets]
        yield from sheet_differences(sheet_rows(sheet), versions, sums)


def _beside(printed: Iterable[OwnReading], theirs: OwnReading) -> Iterator[Difference]:
    """The texts outside body and cells, such as comments."""
    texts = (text for each in printed for text in side_texts(each.source.data))
    known = {_PAGES.sub("", text) for text in texts}
    for text in side_texts(theirs.source.data):
        if _PAGES.sub("", text) not in known:
            yield Difference(place=Place(part="beside"), text=text)
