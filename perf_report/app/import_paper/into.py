"""Bring what an office changed in a Word or Excel file back into its spec."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.compare.comparison import (
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.import_paper.batch import read_known
from perf_report.app.import_paper.differences import Difference
from perf_report.app.import_paper.files import read_file
from perf_report.app.import_paper.merge import Conflict, Merged, Versions
from perf_report.app.import_paper.not_taken import Printer, find_differences, merge_into
from perf_report.app.import_paper.own_reading import read_own, refuse_doubts
from perf_report.app.import_paper.read import carried_by, office_format
from perf_report.app.import_paper.save import error_lines
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.source import Source
from perf_report.outputs.named_file import write_named_files
from perf_report.parse.source import read_source
from perf_report.render.changes import TEXT_REPORTS
from perf_report.render.import_report import place_text

# A comment, or what looks like one in a text.
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A spec as it is, and with the changes of a file; `merged` has what was not decided.

    `not_taken` is in what the file and the spec still differ, and `lost_comments` are those of rows
    that are removed or moved. `has_base` is whether the file carries the spec that it was made of.
    """

    project: Project
    file: Path
    spec: Source
    changed: Source
    merged: Merged
    not_taken: tuple[Difference, ...] = ()
    lost_comments: tuple[str, ...] = ()
    has_base: bool = True

    @property
    def changes_nothing(self) -> bool:
        """Whether the file changes nothing."""
        return self.spec.data == self.changed.data

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The values that the office and the spec changed in different ways."""
        return self.merged.conflicts

    def render_changes(self, day: date, say: Catalogue) -> str:
        """Return what the file changes, as `diff` shows it."""
        with open_comparison_config(self.project, day) as config:
            edited = replace(self.changed, name=str(self.file))
            result = compare_sources(self.spec, edited, config)
            return TEXT_REPORTS["text"](collect_changes([result], config, say))

    def undecided(self, say: Catalogue) -> Iterator[str]:
        """Yield a line for each value or row that a person has to look at."""
        if not self.has_base:
            yield say.format("cli", "into-base-missing", file=self.file)
        for each in self.merged.conflicts:
            values = {"ours": _text(each.ours), "theirs": _text(each.theirs)}
            yield say.format("cli", "into-conflict", path=".".join(each.path), **values)
        for kind, id_ in self.merged.gone:
            yield say.format("cli", "into-gone", path=f"{kind}.{id_}")
        for path in self.merged.stale:
            yield say.format("cli", "into-stale", path=".".join(path[:-1]))
        yield from (_say_difference(each, say) for each in self.not_taken)
        for text in self.lost_comments:
            yield say.format("cli", "into-comment-lost", text=text)

    def errors(self, say: Catalogue) -> list[str]:
        """Return a line for each error that the spec would have."""
        with open_checker(self.project) as checker:
            return error_lines(checker.check_one(self.changed).result.findings, say)

    def write(self) -> None:
        """Write the spec. Raises OutputError."""
        write_named_files({Path(self.spec.name): self.changed.data})


def bring_into(project: Project, file: Path, path: Path, *, remove: bool) -> Brought:
    """Return a spec with what was changed in a file that was made of it, or of an earlier one.

    A file that a program saved without the spec that it carried is compared with the spec as it is
    now. Raises SourceError if the file is not one of ours, or a spec is not valid.
    """
    edited, spec = read_file(file), read_source(path)
    kind = office_format(edited)
    if kind is None:
        raise SourceError("into-no-base", path=file)
    carried = carried_spec(edited)
    base = carried or spec
    known = read_known(tuple(project.form_folders()), tuple(project.framework_folders()))
    with open_checker(project) as checker:
        printer = Printer(project=project, checker=checker, kind=kind, known=known)
        before, now = printer.print(base), printer.print(spec)
        theirs = read_own(edited, base, known)
        refuse_doubts(theirs, before)
        versions = Versions(base=before.data, ours=now.data, theirs=theirs.data)
        merged, changed = merge_into(spec, versions, remove=remove)
        is_valid = checker.open(checker.check_one(changed)).valid_table is not None
        left = find_differences(printer, base, before, theirs) if is_valid else ()
    return Brought(
        project=project,
        file=file,
        spec=spec,
        changed=changed,
        merged=merged,
        not_taken=tuple(left),
        lost_comments=tuple(_lost_comments(spec, changed)),
        has_base=carried is not None,
    )


def carried_spec(edited: Source) -> Source | None:
    """Return the spec that a file was made of; None if a program that saved the file dropped it.

    Raises SourceError if it is damaged.
    """
    carried = carried_by(edited)
    if carried is None:
        return None
    if not carried.is_whole:
        raise SourceError("into-no-base", path=edited.name)
    return Source(name=edited.name, data=carried.data)


def _lost_comments(spec: Source, changed: Source) -> Iterator[str]:
    """The comments that a spec no longer has."""
    kept = Counter(_COMMENT.findall(changed.data.decode("utf-8", "replace")))
    for text in _COMMENT.findall(spec.data.decode("utf-8", "replace")):
        if not kept[text]:
            yield text
        kept[text] -= 1


def _say_difference(each: Difference, say: Catalogue) -> str:
    values = {"place": place_text(each.place, say), "text": _line(each.text)}
    if not each.text:
        return say.format("cli", "into-not-there", place=values["place"], text=_line(each.printed))
    if each.text == each.printed:
        return say.format("cli", "into-moved", **values)
    id_ = "into-not-taken-instead" if each.printed else "into-not-taken"
    return say.format("cli", id_, **values, printed=_line(each.printed))


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(value: object) -> str:
    return "" if value is None else str(value)
