"""The list of files that a build writes for a table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from perf_report.outputs.spec_summary import SpecSummary
from perf_report.render.localized_text import MODES, Mode, mode_languages

Format = Literal["html", "pdf", "json", "csv", "md", "yaml"]
FORMATS: tuple[Format, ...] = get_args(Format)

# The table's source under one name, whatever its own is.
SPEC = "spec.yaml"

_CSV_FILES = ("funds.csv", "goals.csv", "indicators.csv")
_CHANGES_FORMATS: tuple[Format, ...] = ("html", "pdf", "md", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file: its format, its path in the output folder, what it is about and in which language.

    The path has `/` between its parts; it is text, since a build without changes compares ten
    thousands of them. The table has a file for each language mode; the changes are in all of the
    plan's languages.
    """

    format: Format
    path: str
    mode: Mode | None = None
    is_of_changes: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


def list_outputs(summary: SpecSummary) -> Iterator[Output]:
    """Every file of a table, in the languages that it declares, and of what changed in it."""
    folder = summary.folder
    for mode in MODES:
        if set(mode_languages(mode)) <= set(summary.languages):
            yield Output(format="html", path=f"{folder}/table.{mode}.html", mode=mode)
            yield Output(format="pdf", path=f"{folder}/table.{mode}.pdf", mode=mode)
    yield Output(format="json", path=f"{folder}/table.json")
    yield Output(format="yaml", path=f"{folder}/{SPEC}")
    for name in _CSV_FILES:
        yield Output(format="csv", path=f"{folder}/{name}")
    for format_ in _CHANGES_FORMATS if summary.earlier else ():
        yield Output(format=format_, path=f"{folder}/changes.{format_}", is_of_changes=True)


def select_outputs(
    outputs: Iterable[Output], formats: Collection[Format], modes: Collection[Mode]
) -> list[Output]:
    """The files that were asked for; data files have no language."""
    return [
        output
        for output in outputs
        if output.format in formats and (output.mode is None or output.mode in modes)
    ]
