"""Read a built table back from the files of a build.

The site says what the build's own data say, so that a page, a PDF and a CSV file of one table
cannot disagree; and no spec is parsed again. Every file is compared with the manifest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from perf_report.errors import OutputError
from perf_report.model.plan import Funds, Identity
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.outputs.manifest import Entry
from perf_report.outputs.output_files import SPEC
from perf_report.outputs.written_content import written_content
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.site.history import RecordFile

# The file in a table's folder that the site reads.
DATA = "table.json"

# What reading data of another shape raises.
_NOT_OURS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What an earlier run found out about files, by their SHA-256.

    `page_counts` are those of PDFs, `contents` the digests of what the authors of specs wrote.
    """

    page_counts: Mapping[str, int] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTask:
    """A main task with its funds, in the sheet's currency unit."""

    number: int
    id: str
    formerly: tuple[str, ...]
    text: Text
    funds: Funds


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIndicator:
    """An indicator; `target` is what is printed.

    `operator`, `value`, `unit` and `per` are those of a quantity; a range has a `value` and an
    `upper` one. `deadline` is the last day in ISO 8601.
    """

    id: str
    formerly: tuple[str, ...]
    category: str
    level1: Text
    level2: Text
    name: Text
    target: Text
    operator: str = ""
    value: Decimal | None = None
    unit: Text | None = None
    per: Text | None = None
    upper: Decimal | None = None
    deadline: str = ""
    weight: str = ""

    @property
    def figure(self) -> Decimal | None:
        """The figure of a quantity; None for a range, which has two."""
        return None if self.upper is not None else self.value

    @property
    def whole_unit(self) -> Text | None:
        """The unit with what it is for each, such as 元/人."""
        if self.unit is None or self.per is None:
            return self.unit
        return Text(zh=f"{self.unit.zh}/{self.per.zh}", en=f"{self.unit.en}/{self.per.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteGoal:
    """An annual performance goal and its indicators, in the order of printing.

    `tasks` are the printed numbers of the tasks that it serves.
    """

    number: int
    id: str
    text: Text
    tasks: tuple[int, ...]
    indicators: tuple[SiteIndicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTable:
    """A built table. `content` is the digest of what its author wrote.

    `files` are those of its record, by their name in its folder. `earlier` says of which content
    the changes are told, or is None where there is no table of the year before.
    """

    department: str
    year: int
    name: Text
    languages: tuple[str, ...]
    framework: Text
    currency_unit: str
    totals: Funds
    tasks: tuple[SiteTask, ...]
    goals: tuple[SiteGoal, ...]
    content: str
    revision: int = 1
    note: Text | None = None
    published: date | None = None
    approved: date | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)

    @property
    def identity(self) -> Identity:
        """Whose table it is."""
        return self.department, self.year

    @property
    def indicators(self) -> tuple[SiteIndicator, ...]:
        """The indicators of all goals, in the order of printing."""
        return tuple(indicator for goal in self.goals for indicator in goal.indicators)


def group_entries(files: Mapping[str, Entry]) -> dict[Identity, dict[str, Entry]]:
    """Return the files of a manifest by table and by name."""
    groups: dict[Identity, dict[str, Entry]] = {}
    for path, entry in files.items():
        code, year, name = PurePosixPath(path).parts
        groups.setdefault((code, int(year)), {})[name] = entry
    return dict(sorted(groups.items()))


def read_built_file(folder: Path, path: str, entry: Entry) -> bytes:
    """Return a file of the output folder. Raises OutputError unless it is as built."""
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError("output-unreadable", path=folder / path, reason=reason) from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise OutputError("output-altered", path=folder / path)
    return data


def read_site_table(
    folder: Path, identity: Identity, entries: Mapping[str, Entry], known: FileFacts
) -> SiteTable:
    """Return a table of the output folder; `known` are facts of an earlier run.

    Raises OutputError where its data is missing, is not as it was built, or is that of another
    table.
    """
    code, year = identity
    for name in (DATA, SPEC):
        if name not in entries:
            raise OutputError("output-incomplete", code=code, year=year, name=name)
    path = f"{code}/{year}/{DATA}"
    data = read_built_file(folder, path, entries[DATA])
    files = {
        name: RecordFile(
            sha256=entry.sha256,
            size=entry.size,
            pages=_pages(folder / code / str(year) / name, entry, known.page_counts),
        )
        for name, entry in sorted(entries.items())
    }
    spec = entries[SPEC]
    content = known.contents.get(spec.sha256) or _content(folder, f"{code}/{year}/{SPEC}", spec)
    try:
        table = parse_site_table(json.loads(data), files, content)
    except _NOT_OURS as error:
        raise OutputError("output-altered", path=folder / path) from error
    if table.identity != identity:
        raise OutputError("output-altered", path=folder / path)
    return table


# A publication reads its tables twice: to decide, and to make the pages.
@lru_cache(maxsize=1_000)
def _content(folder: Path, path: str, entry: Entry) -> str:
    """The digest of what the author of a built spec wrote."""
    data = read_built_file(folder, path, entry)
    content = written_content(Source(name=path, data=data))
    if content is None:
        raise OutputError("output-outdated", path=folder / path)
    return content


def _pages(path: Path, entry: Entry, known: Mapping[str, int]) -> int | None:
    if path.suffix != ".pdf":
        return None
    if entry.sha256 in known:
        return known[entry.sha256]
    with open_pdf(Source(name=str(path), data=path.read_bytes())) as opened:
        return len(opened.pdf.pages)


def parse_site_table(
    data: Mapping[str, Any], files: Mapping[str, RecordFile], content: str = ""
) -> SiteTable:
    """Return the table that the data of a `table.json` describe."""
    numbers = {task["id"]: task["number"] for task in data["tasks"]}
    return SiteTable(
        department=data["department"]["code"],
        year=data["year"],
        name=_text(data["department"]["name"]),
        languages=tuple(data["languages"]),
        framework=_text(data["framework"]["name"]),
        currency_unit=data["currency_unit"],
        totals=_funds(data["budget"]),
        tasks=tuple(map(_task, data["tasks"])),
        goals=tuple(_goal(goal, numbers) for goal in data["goals"]),
        content=content,
        revision=data.get("revision", 1),
        note=_maybe_text(data.get("revision_note")),
        published=_day(data.get("published")),
        approved=_day(data.get("budget_approved")),
        files=files,
    )


def _task(data: Mapping[str, Any]) -> SiteTask:
    return SiteTask(
        number=data["number"],
        id=data["id"],
        formerly=tuple(data.get("formerly", ())),
        text=_text(data["text"]),
        funds=_funds(data["funds"]),
    )


def _goal(data: Mapping[str, Any], numbers: Mapping[str, int]) -> SiteGoal:
    return SiteGoal(
        number=data["number"],
        id=data["id"],
        text=_text(data["text"]),
        tasks=tuple(sorted(numbers[task] for task in data["tasks"])),
        indicators=tuple(map(_indicator, data["indicators"])),
    )


def _indicator(data: Mapping[str, Any]) -> SiteIndicator:
    target = data["target"]
    return SiteIndicator(
        id=data["id"],
        formerly=tuple(data.get("formerly", ())),
        category=data["category"],
        level1=_text(data["level1"]),
        level2=_text(data["level2"]),
        name=_text(data["name"]),
        target=_text(target["text"]),
        operator=target.get("operator", ""),
        value=Decimal(target["value"]) if "value" in target else None,
        unit=_maybe_text(target.get("unit")),
        per=_maybe_text(target.get("per")),
        upper=Decimal(target["upper"]) if "upper" in target else None,
        deadline=target.get("deadline", ""),
        weight=data.get("weight", ""),
    )


def _text(data: Mapping[str, str]) -> Text:
    return _one_text(data.get("zh"), data.get("en"))


@lru_cache(maxsize=1_000)
def _one_text(zh: str | None, en: str | None) -> Text:
    """A text, cached: levels and units repeat in every row."""
    return Text(zh=zh, en=en)


def _maybe_text(data: Mapping[str, str] | None) -> Text | None:
    return None if data is None else _text(data)


def _funds(data: Mapping[str, str]) -> Funds:
    return Funds(**{source: Decimal(amount) for source, amount in data.items()})


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
