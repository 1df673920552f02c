"""Frameworks (指标体系): the categories of indicators, their order in print and their labels."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A level-2 indicator, such as `output.quantity` (数量指标).

    `kind` is what its file states, or else that of the built-in category with the same id.
    """

    id: str
    label: Text
    kind: CategoryKind | None = None
    better: Better | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level1:
    """A level-1 indicator, such as `output` (产出指标), with its level-2 categories in order.

    `weight` has the fewest and the most points that a table may give it.
    """

    id: str
    label: Text
    categories: tuple[Category, ...]
    weight: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A fixed classification of indicators.

    `required` holds the ids that every goal must have: a category, or a level 1 of which the goal
    must have at least one category. `file` is the name of its file, for messages.
    """

    id: str
    name: Text
    levels: tuple[Level1, ...]
    required: tuple[str, ...] = ()
    file: str = field(default="", repr=False, compare=False)

    def labels(self) -> Iterator[Text]:
        """The name and every label, in the order of print."""
        yield self.name
        for level in self.levels:
            yield level.label
            yield from (category.label for category in level.categories)

    def categories(self) -> Iterator[tuple[Level1, Category]]:
        """Every category with its level 1, in the order of print."""
        for level in self.levels:
            for category in level.categories:
                yield level, category

    def category_of_label(self, label: str) -> str | None:
        """The id of the only category with this label, in either language; or else None.

        A level 1 with one category may stand for it, and 指标 at the end may be missing.
        """
        wanted = _comparable(re.split("[.．/／·]", label)[-1])
        found = [each.id for _, each in self.categories() if wanted in _labels(each.label)]
        if not found:
            single = [level for level in self.levels if len(level.categories) == 1]
            found = [each.categories[0].id for each in single if wanted in _labels(each.label)]
        return found[0] if len(found) == 1 else None

    def category_ids(self) -> tuple[str, ...]:
        """The ids of the categories, in the order of print."""
        return tuple(category.id for _, category in self.categories())


def all_category_ids(frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """Return the ids of the categories of all frameworks, each once."""
    ids = (id_ for framework in frameworks for id_ in framework.category_ids())
    return tuple(dict.fromkeys(ids))


def level_labels(frameworks: Iterable[Framework]) -> dict[str, Text]:
    """Return the labels of level 1 by id, each as the first framework has it."""
    levels = [level for framework in frameworks for level in framework.levels]
    return {level.id: level.label for level in reversed(levels)}


def _labels(label: Text) -> set[str]:
    return {_comparable(text) for text in (label.zh, label.en) if text}


def _comparable(label: str) -> str:
    return "".join(label.split()).removesuffix("指标").casefold()
