"""Read scorings: the built-in ones, and those of a project's folder `scoring/`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.finding import Finding
from perf_report.model.route import Route
from perf_report.model.scoring import (
    PLACES,
    AboveEqual,
    AtLeast,
    AtMost,
    Excess,
    ExecutionRule,
    Grade,
    Lateness,
    OverCompletion,
    Scoring,
    Tier,
    is_finer,
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
    problems = [problem for find in _CHECKS for problem in find(data)]
    raise_first(map(document.locate, problems or _uncovered(data)), _KIND)
    return Scoring(
        id=data["id"],
        name=build_text(data["name"]),
        source=build_text(data["source"]),
        execution=_build_execution(data["execution"]),
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


def _build_execution(data: Any) -> ExecutionRule:
    return ExecutionRule(
        weight=Decimal(data["weight"]),
        reason_below=Decimal(data.get("reason_below", 0)),
        adjustment_needs_reason=data.get("adjustment_reason") == "required",
    )


def _build_rules(data: Any) -> dict[str, Any]:
    """The choices that a file states; the model has those that are usual."""
    kinds = {"at_least": AtLeast, "at_most": AtMost, "above_equal": AboveEqual, "places": int}
    return {key: kind(data[key]) for key, kind in kinds.items() if key in data}


def _build_over_completion(data: Any) -> OverCompletion | None:
    if data is None:
        return None
    return OverCompletion(
        start=Decimal(data["from"]),
        needs_reason=data.get("reason", "required") == "required",
        deductions=tuple(
            Excess(start=Decimal(row["from"]), deduct=Decimal(row["deduct"]))
            for row in data.get("deduct", ())
        ),
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


def _wrong_deductions(data: Any) -> Iterator[Finding]:
    """Deductions that fall where a delay or an excess rises, and an excess that does not rise."""
    excess, place = data.get("over_completion", {}), ("over_completion", "deduct")
    tables: dict[Route, Any] = {("late",): data.get("late", ()), place: excess.get("deduct", ())}
    for route, rows in tables.items():
        for index, (before, row) in enumerate(pairwise(rows), start=1):
            if row["deduct"] < before["deduct"]:
                yield Finding(rule="scoring-order", route=(*route, index, "deduct"))
    starts = [excess.get("from", 0), *(row["from"] for row in tables[place])]
    for index, (before, start) in enumerate(pairwise(starts)):
        if start < before or (index and start == before):
            yield Finding(rule="scoring-order", route=(*place, index, "from"))


def _uncovered(data: Any) -> Iterator[Finding]:
    """Tiers with a gap or an overlap from 0 to 100%, and grades that leave totals without one.

    A score between two tiers is in none, and one in both has two names.
    """
    tiers, bound = data["tiers"], _FULL
    for index, tier in enumerate(tiers):
        if tier["to"] != bound:
            yield _bound_finding("scoring-tiers", ("tiers", index, "to"), tier["to"], bound)
        bound = tier["from"]
    if bound != 0:
        yield _bound_finding("scoring-tiers", ("tiers", len(tiers) - 1, "from"), bound, 0)
    last = len(data["grades"]) - 1
    lowest = data["grades"][last]["from"]
    if lowest != 0:
        yield _bound_finding("scoring-grades", ("grades", last, "from"), lowest, 0)


def _bound_finding(rule: str, route: Route, written: Any, wanted: Any) -> Finding:
    arguments = {"written": f"{Decimal(written):f}", "wanted": f"{Decimal(wanted):f}"}
    return Finding(rule=rule, route=route, arguments=arguments)


def _wrong_execution(data: Any) -> Iterator[Finding]:
    """An execution without its limit: a budget that is exceeded would earn more than 100 points."""
    if not data["execution"].get("cap", True):
        yield Finding(rule="scoring-cap", route=("execution", "cap"))


def _finer_points(data: Any) -> Iterator[Finding]:
    """Points with more decimals than a score has, which no score could reach."""
    places = data.get("places", PLACES)
    points = {("weights", id_): weight for id_, weight in data.get("weights", {}).items()}
    points["execution", "weight"] = data["execution"]["weight"]
    for route, weight in points.items():
        if is_finer(Decimal(weight), places):
            arguments = {"weight": f"{Decimal(weight):f}", "places": places}
            yield Finding(rule="scoring-places", route=route, arguments=arguments)


_CHECKS = (
    _wrong_sum, _repeated_ids, _wrong_order, _wrong_deductions, _wrong_execution, _finer_points,
)  # fmt: skip
