"""Find the category of an indicator by the labels of its levels, and the framework they are of."""

from collections.abc import Iterable, Mapping, Sequence

from perf_report.model.framework import Framework
from perf_report.model.text import Text
from perf_report.recognize.cell_text import bare_label, category_key

Levels = tuple[str, ...]

# What stands between the labels of two levels in one cell.
_DASHES = ("——", "—", "－", "--", "-", "/")


def choose_framework(
    frameworks: Mapping[str, Framework], admitted: Sequence[str], levels: Iterable[Levels]
) -> str:
    """Return the framework that knows most of the labels; of several, the first that is admitted.

    One whose labels are the printed ones to the character goes before one that differs by 指标, and
    a small one before one with more categories, which the paper does not have.
    """
    known = [tuple(part for label in each for part in _parts(label)) for each in levels]

    def fit(id_: str) -> tuple[int, int, int]:
        framework = frameworks[id_]
        exact = {text for label in framework.labels() for text in label.both}
        found = sum(find_category(framework, each) is not None for each in known)
        same = sum(label in exact for each in known for label in each)
        return found, same, -sum(1 for _ in framework.categories())

    return max(admitted, key=fit)


def find_category(framework: Framework, levels: Levels) -> str | None:
    """Return the category with the labels of an indicator, from level 1 down; None if none has.

    A label may lack 指标, name its points, or hold both levels: 产出指标—数量指标. Where a level
    has one category, its own label may stand alone.
    """
    keys = [category_key(part) for label in levels for part in _parts(label)]
    if not keys:
        return None
    found = [
        category.id
        for level, category in framework.categories()
        if keys[-1] in _label_keys(category.label)
        and (len(keys) == 1 or keys[0] in _label_keys(level.label) | {keys[-1]})
    ]
    if not found and keys[0] == keys[-1]:
        found = [
            level.categories[0].id
            for level in framework.levels
            if len(level.categories) == 1 and keys[-1] in _label_keys(level.label)
        ]
    return found[0] if len(set(found)) == 1 else None


def find_level(framework: Framework, label: str) -> str | None:
    """Return the id of the level with a label; None if none has it."""
    key = category_key(label)
    found = (level.id for level in framework.levels if key in _label_keys(level.label))
    return next(found, None)


def _parts(label: str) -> list[str]:
    """One label, or the two that one cell holds."""
    bare = bare_label(label)
    for dash in _DASHES:
        if dash in bare:
            return [part for part in bare.split(dash) if part]
    return [bare] if bare else []


def _label_keys(label: Text) -> set[str]:
    return {category_key(text) for text in label.both if text}
