"""Make ids of tasks, goals and indicators from their names: from the English, else from pinyin."""

import re
from collections.abc import Mapping
from typing import Any

# So many syllables or words of a name tell it from others, and can still be read.
_WORDS = 4
_LONGEST = 40
# What follows these characters of a name comes into no id.
_READ = 400
_BLOCKS = ("tasks", "goals", "indicators")
_NAMES = {"tasks": "text", "goals": "text", "indicators": "name"}
_KINDS = {"tasks": "task", "goals": "goal", "indicators": "indicator"}


class _TakenIds:
    """The ids of a block, and with which number each goes on."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, id_: str) -> str:
        """Take an id of a spec."""
        self._ids.add(id_)
        return id_

    def take_free(self, wanted: str) -> str:
        """Take an id, with the first free number if others have it."""
        id_, number = wanted, self._numbers.get(wanted, 2)
        while id_ in self._ids:
            id_ = f"{wanted}-{number}"
            number += 1
        self._numbers[wanted] = number
        return self.take(id_)


def give_ids(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a spec with ids, and with the ids of tasks in place of their numbers.

    An item that has an id keeps it. Indicators have ids of their own within the whole table.
    """
    taken = {block: _TakenIds() for block in _BLOCKS}
    tasks = [_with_id("tasks", each, taken) for each in data.get("tasks", ())]
    goals = [_goal(each, tasks, taken) for each in data.get("goals", ())]
    indicators = [_with_id("indicators", each, taken) for each in data.get("indicators", ())]
    found = {"tasks": tasks, "goals": goals, "indicators": indicators}
    return {**data, **{key: items for key, items in found.items() if items}}


def _goal(
    goal: Mapping[str, Any], tasks: list[dict[str, Any]], taken: Mapping[str, _TakenIds]
) -> dict[str, Any]:
    found = _with_id("goals", goal, taken)
    if "tasks" in goal:
        found["tasks"] = [
            tasks[number - 1]["id"] for number in goal["tasks"] if 1 <= number <= len(tasks)
        ]
    if "indicators" in goal:
        found["indicators"] = [_with_id("indicators", each, taken) for each in goal["indicators"]]
    return found


def _with_id(block: str, item: Mapping[str, Any], taken: Mapping[str, _TakenIds]) -> dict[str, Any]:
    if given := item.get("id"):
        return {"id": taken[block].take(given), **item}
    slug = _slug(item.get(_NAMES[block]) or {}, _KINDS[block])
    return {"id": taken[block].take_free(slug), **item}


def _slug(text: Mapping[str, Any], kind: str) -> str:
    words = re.findall("[a-z0-9]+", (text.get("en") or "").lower()) or _pinyin(text.get("zh") or "")
    slug = "-".join(words[:_WORDS])[:_LONGEST].strip("-")
    return slug or kind


def _pinyin(name: str) -> list[str]:
    from pypinyin import lazy_pinyin

    text = name[:_READ]
    return re.findall(
        "[a-z0-9]+", " ".join(lazy_pinyin(text, errors="ignore")).lower()
    ) or re.findall("[a-z0-9]+", text.lower())


def slug_of(text: str) -> str:
    """Return the code that a name suggests: the first letters of its syllables."""
    return "".join(word[0] for word in _pinyin(text))[:_LONGEST] or "department"
