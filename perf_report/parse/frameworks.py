"""Read frameworks: the built-in ones, and those of a project."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.finding import Finding, Term
from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.route import Route
from perf_report.parse.builtin_data import BuiltinData
from perf_report.parse.data_files import load_by_id, raise_first, read_data_file
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source

_SCHEMA = resources.PACKAGE / "schemas" / "framework.schema.json"
_KIND = "framework"


def load_frameworks(folders: Iterable[Path]) -> Mapping[str, Framework]:
    """Return the built-in frameworks and those of the given folders, which take precedence, by id.

    Raises SettingsError if a file is not a valid framework, or two of a folder have one id.
    """
    return BuiltinData(resources.frameworks_path(), folders, _read_completed, _KIND)


def _read_completed(path: Path) -> Framework:
    """The framework of a file, with the kinds that it leaves to the built-in ones."""
    return _with_kinds(_read_framework(path))


@cache
def builtin_kinds() -> Mapping[str, CategoryKind]:
    """Return the kinds of the categories of the built-in frameworks, by id."""
    builtin = load_by_id((resources.frameworks_path(),), _read_framework, _KIND).values()
    categories = (category for each in builtin for _, category in each.categories())
    return {category.id: category.kind for category in categories if category.kind}


def _with_kinds(framework: Framework) -> Framework:
    if all(category.kind for _, category in framework.categories()):
        return framework
    return replace(framework, levels=tuple(map(_with_kinds_of_level, framework.levels)))


def _with_kinds_of_level(level: Level1) -> Level1:
    kinds = builtin_kinds()
    categories = (
        category if category.kind else replace(category, kind=kinds.get(category.id))
        for category in level.categories
    )
    return replace(level, categories=tuple(categories))


def _read_framework(path: Path) -> Framework:
    document, data = read_data_file(read_source(path), _SCHEMA, _KIND)
    raise_first(map(document.locate, (*_repeated_ids(data), *_unknown_required(data))), _KIND)
    return Framework(
        id=data["id"],
        name=build_text(data["name"]),
        levels=tuple(map(_build_level, data["levels"])),
        required=tuple(data.get("required", ())),
        file=path.name,
    )


def _build_level(data: Any) -> Level1:
    weight = data.get("weight")
    return Level1(
        id=data["id"],
        label=build_text(data["label"]),
        categories=tuple(map(_build_category, data["categories"])),
        weight=(weight["from"], weight["to"]) if weight else None,
    )


def _build_category(data: Any) -> Category:
    kind, better = data.get("kind"), data.get("better")
    return Category(
        id=data["id"],
        label=build_text(data["label"]),
        kind=CategoryKind(kind) if kind else None,
        better=Better(better) if better else None,
    )


def _repeated_ids(data: Any) -> Iterator[Finding]:
    """The categories and levels whose id stands further up already."""
    seen: Counter[tuple[str, str]] = Counter()
    for index, level in enumerate(data["levels"]):
        entries: list[tuple[str, str, Route]] = [("level", level["id"], ("levels", index, "id"))]
        entries += [
            ("category", each["id"], ("levels", index, "categories", number, "id"))
            for number, each in enumerate(level["categories"])
        ]
        for kind, id_, route in entries:
            seen[kind, id_] += 1
            if seen[kind, id_] > 1:
                arguments = {"kind": Term("kind", kind), "id": id_}
                message = "id-duplicate-framework"
                yield Finding(
                    rule="id-duplicate", message=message, route=route, arguments=arguments
                )


def _unknown_required(data: Any) -> Iterator[Finding]:
    """What `required` names that is no category and no level 1."""
    levels = [level["id"] for level in data["levels"]]
    categories = [each["id"] for level in data["levels"] for each in level["categories"]]
    for index, id_ in enumerate(data.get("required", ())):
        if id_ not in (*levels, *categories):
            known = ", ".join((*levels, *categories))
            yield Finding(
                rule="reference-unknown",
                message="reference-unknown-category",
                route=("required", index),
                arguments={"id": id_, "known": known},
            )
