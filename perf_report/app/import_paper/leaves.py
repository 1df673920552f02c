"""A plan as a flat table of values: each by the ids of its item and the keys below it."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

# The keys of a value: `("indicators", "reports", "name", "zh")`, `("fields", "period")`.
Path = tuple[str, ...]
Leaf = tuple[Path, Any]

# Values that are compared and set as a whole.
_WHOLE = frozenset({"target", "tasks", "fields", "tables", "extra", "unit", "category", "baseline"})
_ITEMS = ("tasks", "goals", "indicators")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """The values of a plan by path, and the ids of its items in their order.

    `parents` has the goal of an indicator that stands under one.
    """

    values: Mapping[Path, Any]
    items: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]


def leaves_of(data: Mapping[str, Any]) -> Leaves:
    """Return the values of the data of a spec whose items have ids."""
    values: dict[Path, Any] = {}
    parents: dict[str, str] = {}
    items: dict[str, list[str]] = {kind: [] for kind in _ITEMS}
    for key, value in data.items():
        if key not in _ITEMS:
            values |= dict(walk((key,), value))
    for kind in _ITEMS:
        for item in data.get(kind, ()):
            items[kind].append(item["id"])
            values |= dict(_item(kind, item))
            for below in item.get("indicators", ()):
                items["indicators"].append(below["id"])
                parents[below["id"]] = item["id"]
                values |= dict(_item("indicators", below))
    return Leaves(
        values=values, items={kind: tuple(ids) for kind, ids in items.items()}, parents=parents
    )


def _item(kind: str, item: Mapping[str, Any]) -> Iterator[Leaf]:
    for key, value in item.items():
        if key not in {"id", "indicators"}:
            yield from walk((kind, item["id"], key), value, _WHOLE)


def walk(path: Path, value: Any, whole: AbstractSet[str] = frozenset()) -> Iterator[Leaf]:
    """Yield the values below a path with their paths; those below a key of `whole` as one."""
    if isinstance(value, Mapping) and path[-1] not in whole:
        for key, each in value.items():
            yield from walk((*path, key), each, whole)
    else:
        yield path, value


def value_at(data: Any, path: Path) -> Any:
    """Return the value at a path of data whose items are by id; None if there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
