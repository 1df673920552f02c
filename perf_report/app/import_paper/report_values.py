"""Read what an office filled in on the form of a report, as values of the report's file.

What cannot be read for certain is no value, and stays out of the report.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perf_report.app.import_paper.leaves import Path, value_at, walk
from perf_report.app.import_paper.report_rows import Filled
from perf_report.messages import load_catalogue
from perf_report.model.actual_reading import is_readable_actual
from perf_report.model.characters import unspaced
from perf_report.model.form import (
    Column,
    Field,
    FundsBlock,
    IndicatorColumn,
    IndicatorsBlock,
    ShownColumn,
    ValueType,
)
from perf_report.model.paper import PaperCell, Place
from perf_report.model.plan import Indicator
from perf_report.model.report import Cause, Likelihood
from perf_report.model.report_columns import REPORT_AMOUNTS
from perf_report.model.target import Quantity, Statement
from perf_report.model.text import Language
from perf_report.recognize.values import read_value, read_whole_day
from perf_report.render.blocks.report_cells import noted_keys
from perf_report.render.grid.cells import LineCell
from perf_report.render.localized_text import TAGS, Mode, mode_languages
from perf_report.render.reported import Reported

# The values that a file changes, by their paths in a report; None where it has none any more.
Values = dict[Path, Any]

_AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# Of 3.5公里, 3 is no number of a line; of 3．3.5公里, as forms print it, it is.
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,3})\s*(?:[．、]|\.(?![0-9]))\s*(?P<text>\S.*)")
_LABELLED = re.compile(r"(?P<label>[^：:]+)\s*[：:]\s*(?P<text>\S.*)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LISTED = re.compile(r"[、，,;；\s]+")
_TEXTS = frozenset({ValueType.TEXT, ValueType.PERSON})


@dataclass(frozen=True, kw_only=True)
class ValueReader:
    """Reads the cells of a report's file in a language mode; `known` is what the report says."""

    reported: Reported
    mode: Mode
    known: Mapping[str, Any]

    def read(self, filled: Filled) -> Values | None:
        """Return the values of a cell that was edited; None if it cannot be read."""
        found: Values | None
        match filled.cell.value if filled.cell else ():
            case (("indicators" | "goals"), "*", *_) as path:
                found = self._read_list(path, filled)
            case ("indicators", id_, ("actual" | "so_far" | "expected")) as path:
                found = self._read_actual(path, self._indicator(id_), filled)
            case ("indicators", id_, "score") as path:
                found = self._read_score(path, self._indicator(id_), filled)
            case ("indicators", _, "reason") as path:
                found = self._read_reason(path, filled)
            case ("indicators", _, ("likelihood" | "causes")) as path:
                found = self._read_words(path, filled)
            case ("funds", _, column) as path if column in REPORT_AMOUNTS and column != "reason":
                found = _one(path, filled, _read_amount)
            case ("goals", id_, "achieved") as path:
                found = self._read_goal(path, filled)
            case ("as_of",) as path:
                found = _one(path, filled, read_whole_day)
            case (*_, ("extra" | "fields"), id_) as path:
                found = self._read_own(tuple(path), filled)
            case path:
                found = self._texts(path, self._texts_of(filled))
        return found

    def read_text(self, path: Path, text: str) -> Values | None:
        """Return the values of a text as of a cell that was blank; None if it cannot be read."""
        blank = PaperCell(text="", row=0, column=0, place=Place(part="file"))
        cell = LineCell(column=0, runs=(), value=path)
        found = self.read(Filled(printed=blank, edited=replace(blank, text=text), cell=cell))
        if found is None:
            return None
        return {each: value for each, value in found.items() if value is not None}

    def read_ticks(self, path: Path, ticked: Sequence[str]) -> Values | None:
        """Return the values of cells with ticks, of which those are `ticked`."""
        if path[-1] == "causes":
            return {path: [each.value for each in Cause if each in ticked] or None}
        if len(ticked) > 1:
            return None
        return {path: ticked[0] if ticked else None}

    # --- Texts ---

    def _texts_of(self, filled: Filled) -> Mapping[Language, str]:
        """The texts of a cell by language; those of both are divided by what was printed."""
        languages, text = mode_languages(self.mode), filled.edited.text.strip()
        if len(languages) == 1:
            return {languages[0]: text}
        printed = {run.lang: run.text for run in filled.cell.runs} if filled.cell else {}
        zh, en = (printed.get(TAGS[language], "") for language in languages)
        if en and text.endswith(en):
            return {"zh": text.removesuffix(en).strip(), "en": en}
        if zh and text.startswith(zh):
            return {"zh": zh, "en": text.removeprefix(zh).strip()}
        lines = text.split("\n")
        count = max((at for at, line in enumerate(lines, start=1) if _HAN.search(line)), default=0)
        return {"zh": "\n".join(lines[:count]), "en": "\n".join(lines[count:])}

    def _texts(self, path: Path, texts: Mapping[Language, str]) -> Values:
        return {(*path, language): text or None for language, text in texts.items()}

    def _read_goal(self, path: Path, filled: Filled) -> Values | None:
        """What was achieved of a goal, without the number that is printed before it."""
        texts = dict(self._texts_of(filled))
        number = next((str(at) for at, goal in self.reported.goals if goal.id == path[1]), "")
        for language, text in texts.items():
            found = _NUMBERED.fullmatch(text)
            if found and len(self.reported.goals) > 1 and found["number"] == number:
                texts[language] = found["text"]
        return self._texts(path, texts)

    def _read_list(self, path: Path, filled: Filled) -> Values | None:
        """What is said of all goals, or of indicators by their names, a line each."""
        languages = mode_languages(self.mode)
        if len(languages) != 1:
            return None
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, filled.edited.text.split("\n"))):
            said = self._said_of_goal(line) if path[0] == "goals" else self._said_by_name(line)
            if said is None or said[0] in found:
                return None
            found[said[0]] = said[1]
        ids = [goal.id for _, goal in self.reported.goals]
        known = ids if path[0] == "goals" else [each.id for each in self.reported.indicators]
        return {(path[0], id_, path[2], languages[0]): found.get(id_) for id_ in known}

    def _said_of_goal(self, line: str) -> tuple[str, str] | None:
        goals, found = dict(self.reported.goals), _NUMBERED.fullmatch(line)
        if len(goals) == 1:
            return next(iter(goals.values())).id, line
        goal = goals.get(int(found["number"])) if found else None
        return (goal.id, found["text"]) if goal and found else None

    def _said_by_name(self, line: str) -> tuple[str, str] | None:
        numbered = _NUMBERED.fullmatch(line)
        found = _LABELLED.fullmatch(numbered["text"] if numbered else line)
        language = mode_languages(self.mode)[0]
        named = [
            each.id
            for each in self.reported.indicators
            if found and each.name.get(language) == found["label"].strip()
        ]
        return (named[0], found["text"]) if found and len(named) == 1 else None

    # --- Indicators ---

    def _indicator(self, id_: str) -> Indicator:
        return next(each for each in self.reported.indicators if each.id == id_)

    def _read_actual(self, path: Path, indicator: Indicator, filled: Filled) -> Values | None:
        before = value_at(self.known, path)
        if isinstance(before, Mapping) and "by" in before:
            return None
        if isinstance(indicator.target, Statement) or isinstance(before, Mapping):
            return self._texts(path, self._texts_of(filled))
        return _one(path, filled, lambda _: self._figure(indicator, filled))

    def _figure(self, indicator: Indicator, filled: Filled) -> str | None:
        """A figure as written; its unit may have a column of its own."""
        lines = filled.edited.text.strip().split("\n")
        printed = filled.printed.text.split("\n")
        if self.mode == "en" or (len(lines) > 1 and lines[1:] != printed[1:]):
            return None
        written = read_whole_day(lines[0]) or lines[0].strip()
        target = indicator.target
        if isinstance(target, Quantity) and self._has_unit_apart() and _is_amount(written):
            written += target.unit_name
        return written if is_readable_actual(written) else None

    def _has_unit_apart(self) -> bool:
        """Whether the form has a column with the unit, so that a figure stands alone."""
        return any(shown.builtin is IndicatorColumn.UNIT for shown in self._columns())

    def _columns(self) -> Iterator[ShownColumn]:
        for block in self.reported.form.blocks_of(IndicatorsBlock):
            yield from block.columns

    def _read_score(self, path: Path, indicator: Indicator, filled: Filled) -> Values | None:
        """A score by hand: of words, and where the report has one; a rule gives the others."""
        if not isinstance(indicator.target, Statement) and value_at(self.known, path) is None:
            return None
        return _one(path, filled, _read_amount)

    def _read_reason(self, path: Path, filled: Filled) -> Values | None:
        """The reason, and what is noted below it because it has no column of its own."""
        languages, noted = mode_languages(self.mode), self._noted()
        lines = filled.edited.text.strip().split("\n")
        if len(languages) > 1:
            count = len(filled.cell.notes) if filled.cell else 0
            end = len(lines) - count
            is_kept = lines[end:] == filled.printed.text.split("\n")[-count:] or not count
            rest = _with_text(filled, "\n".join(lines[:end]))
            return self._texts(path, self._texts_of(rest)) if is_kept else None
        words = load_catalogue(languages[0])
        names = {words.format("form", f"note-{name}"): name for name in noted}
        texts: dict[str, list[str]] = {path[-1]: []}
        key = path[-1]
        for line in lines:
            found = _LABELLED.fullmatch(line.strip())
            name = names.get(found["label"].strip()) if found else None
            key = name or key
            texts.setdefault(key, []).append(found["text"] if found and name else line)
        values = {key: "\n".join(texts.get(key, ())).strip() for key in (path[-1], *noted)}
        return {(*path[:-1], key, languages[0]): text or None for key, text in values.items()}

    def _noted(self) -> list[str]:
        """What a form prints below the reason."""
        columns = {shown.builtin for shown in self._columns()}
        return [key for key in noted_keys(self.reported.form, columns) if key != "reason"]

    def _read_words(self, path: Path, filled: Filled) -> Values | None:
        """Likelihood and causes in words of the form."""
        columns = (shown for shown in self._columns() if shown.id == path[-1])
        choices = [choice for shown in columns for choice in shown.choices]
        words = list(filter(None, _LISTED.split(filled.edited.text)))
        ids = [each.id for word in words for each in choices if word in each.label.both]
        wanted = Likelihood if path[-1] == "likelihood" else Cause
        is_known = len(ids) == len(words) and all(each in list(wanted) for each in ids)
        return self.read_ticks(path, ids) if is_known else None

    # --- What the form asks for by itself ---

    def _read_own(self, path: Path, filled: Filled) -> Values | None:
        asked = self._asked(path)
        if asked is None:
            return None
        if asked.type in _TEXTS:
            before = value_at(self.known, path)
            name = ("name",) if isinstance(before, Mapping) and "name" in before else ()
            return self._texts((*path, *name), self._texts_of(filled))
        if asked.type is ValueType.MONEY:
            return _one(path, filled, _read_amount)
        if self.mode != "zh":
            return None
        return _one(path, filled, lambda text: read_value(text, asked))

    def _asked(self, path: Path) -> Field | Column | None:
        form = self.reported.form
        if path[0] == "fields":
            return form.asked_fields().get(path[-1])
        if path[0] == "indicators":
            return form.own_columns().get(path[-1])
        columns = (column for block in form.blocks_of(FundsBlock) for column in block.columns)
        return next((column for column in columns if column.id == path[-1]), None)


def _with_text(filled: Filled, text: str) -> Filled:
    """A cell as if the edited file had another text there."""
    return replace(filled, edited=replace(filled.edited, text=text))


def _one(path: Path, filled: Filled, read: Callable[[str], Any]) -> Values | None:
    """The value of a cell; a blank one has none."""
    text = filled.edited.text.strip()
    if not text:
        return {path: None}
    value = read(text)
    return None if value is None else dict(walk(path, value))


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(unspaced(text)) is not None


def _read_amount(text: str) -> Decimal | None:
    return Decimal(unspaced(text).replace(",", "")) if _is_amount(text) else None
