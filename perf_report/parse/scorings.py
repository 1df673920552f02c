"""Read scorings: the built-in ones, and those of a project's folder `scoring/`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.finding import Finding
from perf_report.model.scoring import (
    AboveEqual,
    AtLeast,
    AtMost,
    ExecutionRule,
    Grade,
    Lateness,
    OverCompletion,
    Scoring,
    Tier,
)
from perf_report.parse.builtin_data import BuiltinData
from perf_report.parse.data_files import raise_first, read_data_file
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source

_SCHEMA = resources.PACKAGE / "schemas" / "scoring.schema.json"
_KIND = "scoring"

_FULL = 100


def load_scorings(folders: Iterable[Path]) -> Mapping[str, Scoring]:
    """Return the built-in scorings and those of the given folders, which take precedence, by id.

    Raises SettingsError if a file is not a valid scoring, or two of a folder have one id.
    """
    return BuiltinData(resources.scorings_path(), folders, _read_scoring, _KIND)


def _read_scoring(path: Path) -> Scoring:
    document, data = read_data_file(read_source(path), _SCHEMA, _KIND)
    problems = (*_wrong_sum(data), *_repeated_ids(data), *_wrong_order(data))
    raise_first(map(document.locate, problems), _KIND)
    return Scoring(
        id=data["id"],
        name=build_text(data["name"]),
        source=build_text(data["source"]),
        execution=ExecutionRule(
            weight=Decimal(data["execution"]["weight"]), cap=data["execution"].get("cap", True)
        ),
        weights={id_: Decimal(weight) for id_, weight in data.get("weights", {}).items()},
        over_completion=_build_over_completion(data.get("over_completion")),
        late=tuple(
            Lateness(days=row["days"], deduct=Decimal(row["deduct"]))
            for row in data.get("late", ())
        ),
        tiers=tuple(map(_build_tier, data["tiers"])),
        grades=tuple(map(_build_grade, data["grades"])),
        **_build_rules(data),
    )


def _build_rules(data: Any) -> dict[str, Any]:
    """The choices that a file states; the model has those that are usual."""
    kinds = {"at_least": AtLeast, "at_most": AtMost, "above_equal": AboveEqual, "places": int}
    return {key: kind(data[key]) for key, kind in kinds.items() if key in data}


def _build_over_completion(data: Any) -> OverCompletion | None:
    if data is None:
        return None
    return OverCompletion(
        start=Decimal(data["from"]), needs_reason=data.get("reason", "required") == "required"
    )


def _build_tier(data: Any) -> Tier:
    start, end = Decimal(data["from"]), Decimal(data["to"])
    return Tier(id=data["id"], label=build_text(data["label"]), start=start, end=end)


def _build_grade(data: Any) -> Grade:
    return Grade(id=data["id"], label=build_text(data["label"]), start=Decimal(data["from"]))


def _wrong_sum(data: Any) -> Iterator[Finding]:
    """Weights of levels that do not add up to 100 with that of the execution."""
    weights = [Decimal(weight) for weight in data.get("weights", {}).values()]
    total = Decimal(data["execution"]["weight"]) + sum(weights)
    if weights and total != _FULL:
        yield Finding(rule="scoring-sum", route=("weights",), arguments={"sum": f"{total:f}"})


def _repeated_ids(data: Any) -> Iterator[Finding]:
    for key in ("tiers", "grades"):
        seen: Counter[str] = Counter()
        for index, each in enumerate(data[key]):
            seen[each["id"]] += 1
            if seen[each["id"]] > 1:
                arguments = {"id": each["id"]}
                yield Finding(rule="scoring-id", route=(key, index, "id"), arguments=arguments)


def _wrong_order(data: Any) -> Iterator[Finding]:
    """Tiers and grades that do not fall, days that do not rise, and a tier that ends too soon."""
    for key, bound, sign in (("tiers", "from", -1), ("grades", "from", -1), ("late", "days", 1)):
        rows = data.get(key, ())
        for index, (before, row) in enumerate(pairwise(rows), start=1):
            if sign * row[bound] <= sign * before[bound]:
                yield Finding(rule="scoring-order", route=(key, index, bound))
    for index, tier in enumerate(data["tiers"]):
        if tier["to"] <= tier["from"]:
            yield Finding(rule="scoring-order", route=("tiers", index, "to"))
