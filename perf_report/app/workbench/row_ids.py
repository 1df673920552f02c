"""The ids of the rows of a draft: tasks, goals and indicators."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

SINGULAR = {"tasks": "task", "goals": "goal", "indicators": "indicator"}


def items_below(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tasks, goals and indicators in data, each with its kind."""
    for kind in SINGULAR:
        items = data.get(kind) if isinstance(data, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                yield kind, item
                yield from items_below(item)


def free_id(wanted: str, taken: AbstractSet[str], number: int = 1) -> str:
    """Return an id that none has: with a number behind the words of the wanted one."""
    stem = wanted.rstrip("0123456789").rstrip("-") or wanted
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
