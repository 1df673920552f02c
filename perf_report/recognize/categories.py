"""Find the category of an indicator by the labels of its levels, and the framework they are of."""

from collections.abc import Iterable, Mapping, Sequence

from perf_report.model.framework import Framework
from perf_report.model.text import Text
from perf_report.recognize.cell_text import category_key

Levels = tuple[str, ...]


def choose_framework(
    frameworks: Mapping[str, Framework], admitted: Sequence[str], levels: Iterable[Levels]
) -> str:
    """Return the framework that knows most of the labels; of several, the first that is admitted.

    One whose labels are the printed ones to the character goes before one that differs by 指标.
    """
    known = list(levels)

    def fit(id_: str) -> tuple[int, int]:
        framework = frameworks[id_]
        exact = {text for label in framework.labels() for text in label.both}
        found = sum(find_category(framework, each) is not None for each in known)
        return found, sum(label in exact for each in known for label in each)

    return max(admitted, key=fit)


def find_category(framework: Framework, levels: Levels) -> str | None:
    """Return the category with the labels of an indicator, from level 1 down; None if none has.

    A label may lack 指标, name its points, or hold both levels: 产出指标—数量指标. Where a level
    has one category, its own label may stand alone.
    """
    keys = [key for label in levels for key in _keys(label)]
    if not keys:
        return None
    found = [
        category.id
        for level, category in framework.categories()
        if keys[-1] in _label_keys(category.label)
        and (len(keys) == 1 or keys[0] in _label_keys(level.label) | {keys[-1]})
    ]
    if not found:
        found = [
            level.categories[0].id
            for level in framework.levels
            if len(level.categories) == 1 and keys[-1] in _label_keys(level.label)
        ]
    return found[0] if len(set(found)) == 1 else None


def _keys(label: str) -> list[str]:
    """The keys of one label, or of the two that one cell holds."""
    for dash in ("——", "—", "－", "-", "/"):
        if dash in label:
            return [category_key(part) for part in label.split(dash) if part.strip()]
    return [category_key(label)] if label else []


def _label_keys(label: Text) -> set[str]:
    return {category_key(text) for text in label.both if text}
