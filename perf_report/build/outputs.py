"""The files that a build writes for a plan."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, get_args

from perf_report.model.plan import Plan
from perf_report.render.speech import MODES, Mode, mode_languages

Format = Literal["html", "pdf", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

_CSV_FILES = ("funds.csv", "goals.csv", "indicators.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file: its format, its language mode where it has one, its path in the output folder."""

    format: Format
    path: PurePosixPath
    mode: Mode | None = None


def table_folder(plan: Plan) -> PurePosixPath:
    """The folder of a plan's files: department code, year."""
    return PurePosixPath(plan.department.code, str(plan.year))


def list_outputs(plan: Plan) -> Iterator[Output]:
    """Every file of a plan, in the languages that it declares."""
    folder = table_folder(plan)
    for mode in MODES:
        if set(mode_languages(mode)) <= set(plan.languages):
            yield Output(format="html", path=folder / f"table.{mode}.html", mode=mode)
            yield Output(format="pdf", path=folder / f"table.{mode}.pdf", mode=mode)
    yield Output(format="json", path=folder / "table.json")
    for name in _CSV_FILES:
        yield Output(format="csv", path=folder / name)


def select_outputs(
    plan: Plan, formats: Collection[Format], modes: Collection[Mode]
) -> list[Output]:
    """The files that were asked for; data files have no language."""
    return [
        output
        for output in list_outputs(plan)
        if output.format in formats and (output.mode is None or output.mode in modes)
    ]
