"""The use of an indicator of the library: text, and JSON (`indicator-use.schema.json`)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.characters import plain_text
from perf_report.model.indicator_library import LibraryIndicator
from perf_report.model.text import Text
from perf_report.render.findings.report import posix_path
from perf_report.render.indicator_list import describe_indicator, indicator_data, text_data
from perf_report.render.json_text import to_json
from perf_report.render.terminal import fit, pad, width

USE_VERSION = 1

_INDENT = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One indicator of a spec that is the library's: where it is, and its target as printed.

    `name` is the department's. `target` has English where the file has it.
    """

    file: str
    department: str
    name: Text
    year: int
    goal: str | None
    indicator: str
    category: str
    target: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecUses:
    """The uses in one spec; there are none where it could not be read."""

    file: str
    uses: tuple[Use, ...] = ()
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryUse:
    """The uses of an indicator in all specs, of which `unread` have errors of form.

    `library` is the name of the indicator's library, `tables` the number of all specs.
    """

    indicator: LibraryIndicator
    library: Text
    tables: int
    uses: tuple[Use, ...]
    unread: tuple[str, ...]

    @property
    def targets(self) -> list[tuple[Text, int]]:
        """The targets that are used, each with how often, the commonest first."""
        first: dict[str, Text] = {}
        counts: Counter[str] = Counter()
        for use in self.uses:
            plain = plain_text(use.target.zh or "")
            first.setdefault(plain, use.target)
            counts[plain] += 1
        return [(first[plain], count) for plain, count in counts.most_common()]


def render_text(use: LibraryUse, say: Catalogue, columns: int) -> str:
    """Return how often it is used, with which targets, and in which tables."""
    return "".join(f"{line}\n" for line in _lines(use, say, columns))


def _lines(use: LibraryUse, say: Catalogue, columns: int) -> Iterator[str]:
    yield from describe_indicator(use.indicator, say, columns)
    yield say.format(
        "cli",
        "indicator-used",
        times=len(use.uses),
        used=len({each.file for each in use.uses}),
        departments=len({each.department for each in use.uses}),
        tables=use.tables,
    )
    most = len(str(len(use.uses)))
    for target, count in use.targets:
        yield fit(f"{_INDENT}{count:>{most}} × {_words(target, say)}", columns - 1)
    if use.uses:
        yield say.format("cli", "indicator-tables")
        yield from _rows(use, say, columns)


def _rows(use: LibraryUse, say: Catalogue, columns: int) -> Iterator[str]:
    codes = max(width(each.department) for each in use.uses)
    for each in use.uses:
        row = f"{pad(each.department, codes)}  {each.year}  {_words(each.target, say)}"
        yield fit(f"{_INDENT}{row}", columns - 1)


def _words(text: Text, say: Catalogue) -> str:
    return text.get(say.language) or text.zh or ""


def render_json(use: LibraryUse) -> bytes:
    """Return the uses as JSON."""
    return to_json(
        {
            "version": USE_VERSION,
            "indicator": indicator_data(use.indicator),
            "tables": use.tables,
            "targets": [
                {"target": text_data(target), "count": count} for target, count in use.targets
            ],
            "uses": [_use(each) for each in use.uses],
            "unread": [posix_path(file) for file in use.unread],
        }
    )


def _use(use: Use) -> dict[str, Any]:
    return {
        "file": posix_path(use.file),
        "department": use.department,
        "name": text_data(use.name),
        "year": use.year,
        "goal": use.goal,
        "indicator": use.indicator,
        "category": use.category,
        "target": text_data(use.target),
    }
