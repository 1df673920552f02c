"""The lines of a YAML file that a person fills in: keys with a comment above and a mark behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report.parse.yaml_writer import write_inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key of a mapping with its value, or with the entries or items below it.

    `comments` stand above it, each on a line. `mark` is a comment behind the value.
    """

    key: str
    value: Any = None
    entries: tuple["Entry", ...] = ()
    items: tuple[tuple["Entry", ...], ...] = ()
    comments: tuple[str, ...] = ()
    mark: str = ""


def write_entries(entries: Sequence[Entry], indent: int = 0) -> Iterator[str]:
    """Yield the lines of a mapping."""
    space = " " * indent
    for entry in entries:
        yield from (f"{space}# {comment}" for comment in entry.comments)
        if entry.entries:
            yield f"{space}{entry.key}:"
            yield from write_entries(entry.entries, indent + 2)
        elif entry.items:
            yield f"{space}{entry.key}:"
            yield from (line for item in entry.items for line in _write_item(item, indent + 2))
        else:
            mark = f"  # {entry.mark}" if entry.mark else ""
            yield f"{space}{entry.key}: {_inline(entry.value)}{mark}"


def _inline(value: Any) -> str:
    """A value on one line; a mapping is in braces, also one of a single key."""
    if not isinstance(value, Mapping):
        return write_inline(value, in_flow=True)
    return f"{{{', '.join(f'{key}: {_inline(each)}' for key, each in value.items())}}}"


def _write_item(item: Sequence[Entry], indent: int) -> Iterator[str]:
    """The lines of a mapping in a list: the comments of its first key stand above the dash."""
    first, *rest = item
    comments = len(first.comments)
    lines = list(write_entries([first], indent + 2))
    yield from (line[2:] for line in lines[:comments])
    yield f"{' ' * indent}- {lines[comments][indent + 2 :]}"
    yield from lines[comments + 1 :]
    yield from write_entries(rest, indent + 2)
