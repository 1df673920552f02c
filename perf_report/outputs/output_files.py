"""The files that a build writes for a table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from perf_report.model.form_data_files import TABLE
from perf_report.model.text import Language
from perf_report.outputs.spec_summary import SHEET, SpecSummary, document_of
from perf_report.render.localized_text import MODES, Mode, mode_languages, whole_mode

Format = Literal["html", "pdf", "json", "csv", "md", "yaml", "docx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Those of Word and Excel are made where they are asked for, the others always.
WORD_AND_EXCEL: tuple[Format, ...] = ("docx", "xlsx")
USUAL_FORMATS = tuple(each for each in FORMATS if each not in WORD_AND_EXCEL)

# The name of the copy of a spec, whatever the spec's own name is.
SPEC = "spec.yaml"

_CHANGES_FORMATS: tuple[Format, ...] = ("html", "pdf", "md", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file: its format, its path in the output folder, its language mode, and what it is of.

    The path has `/` as separator, and is a string because a build without changes compares ten
    thousands of them. A page of the table has a language mode; `changes_mode` says that of the
    changes. `is_office` is whether it is the office's own paper, which has what is not public.
    """

    format: Format
    path: str
    mode: Mode | None = None
    is_of_changes: bool = False
    is_office: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]


def list_outputs(summary: SpecSummary) -> Iterator[Output]:
    """Yield every file of a table and of its changes, in the languages that it declares."""
    folder = summary.folder
    if summary.document:
        yield from _list_document(summary)
        return
    for mode in _modes(summary):
        yield Output(format="html", path=f"{folder}/table.{mode}.html", mode=mode)
        yield Output(format="pdf", path=f"{folder}/table.{mode}.pdf", mode=mode)
        for format_ in WORD_AND_EXCEL:
            yield Output(format=format_, path=f"{folder}/table.{mode}.{format_}", mode=mode)
    yield Output(format="json", path=f"{folder}/{TABLE}")
    yield Output(format="yaml", path=f"{folder}/{SPEC}")
    for name in summary.data_files:
        if name != TABLE:
            yield Output(format="csv", path=f"{folder}/{name}")
    for format_ in _CHANGES_FORMATS if summary.earlier else ():
        yield Output(format=format_, path=f"{folder}/changes.{format_}", is_of_changes=True)


def _list_document(summary: SpecSummary) -> Iterator[Output]:
    """The files of a sheet of projects, or of a report on a table, beside those of the table."""
    stem = f"{summary.folder}/{summary.document}"
    formats: tuple[Format, ...] = ("html", "pdf", *(WORD_AND_EXCEL if summary.report_id else ()))
    for mode in _modes(summary):
        for format_ in formats:
            yield Output(format=format_, path=f"{stem}.{mode}.{format_}", mode=mode)
    yield Output(format="json", path=f"{stem}.json")
    yield Output(format="csv", path=f"{stem}.csv")


def is_word_or_excel(path: str) -> bool:
    """Whether a file is one of Word or Excel."""
    return path.rpartition(".")[2] in WORD_AND_EXCEL


def is_of_sheet(path: str) -> bool:
    """Whether a file is one of a sheet of projects."""
    return document_of(path) == SHEET


def is_of_table(path: str) -> bool:
    """Whether a file is one of a table, and of no sheet of projects and no report."""
    return not document_of(path)


def list_office_outputs(folder: str, modes: Iterable[Mode], document: str = "") -> Iterator[Output]:
    """Yield the office's own papers of a table, or of a report on it (`document`).

    No manifest lists them, so that no site and no publication takes them, and no hash of a file
    tells what is not public to who tries all telephone numbers.
    """
    stem = ".".join(filter(None, ("office", document)))
    for mode in modes:
        yield Output(format="pdf", path=f"{folder}/{stem}.{mode}.pdf", mode=mode, is_office=True)


def _modes(summary: SpecSummary) -> list[Mode]:
    return [mode for mode in MODES if set(mode_languages(mode)) <= set(summary.languages)]


def office_outputs(summary: SpecSummary, modes: Collection[Mode]) -> tuple[Output, ...]:
    """Return the office's own papers of a table or a report in some language modes."""
    wanted = (mode for mode in _modes(summary) if mode in modes and not summary.members)
    return tuple(list_office_outputs(summary.folder, wanted, summary.report_id))


def changes_mode(languages: Collection[Language], wanted: Mode | None) -> Mode:
    """Return the language mode of a table's changes: the wanted one, or all languages at once.

    A table that does not have the wanted languages has all of its own.
    """
    if wanted is not None and set(mode_languages(wanted)) <= set(languages):
        return wanted
    return whole_mode(languages)


def select_outputs(
    outputs: Iterable[Output], formats: Collection[Format], modes: Collection[Mode]
) -> list[Output]:
    """Return the files of some formats and language modes; data files have no mode."""
    return [
        output
        for output in outputs
        if output.format in formats and (output.mode is None or output.mode in modes)
    ]
