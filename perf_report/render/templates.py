"""The templates in their sandbox, and which of them a page is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from perf_report.render.stretches import stretches

# Those with which the pages of a table and of its changes begin.
TABLE, CHANGES = "table.html.j2", "changes.html.j2"

MISSING = "none"

# Values that have no way to anything else.
_PLAIN = frozenset({type(None), str, int, float, bool, tuple, date, Decimal})
_ABSENT = object()


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, quick with our own data.

    What it looks for at every attribute are the inner things of Python and what changes an object.
    A frozen dataclass of ours has neither but under names that begin with an underscore.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute that a template asks for. Raises SecurityError where it must not."""
        if _is_ours(obj) and not attribute.startswith("_"):
            found = getattr(obj, attribute, _ABSENT)
            if type(found) in _PLAIN or _is_ours(found):
                return found
        return super().getattr(obj, attribute)


def _is_ours(value: object) -> bool:
    kind = type(value)
    return is_dataclass(kind) and kind.__module__.startswith("perf_report.")


def open_environment(folders: tuple[Path, ...]) -> Environment:
    """The templates of these folders, by precedence."""
    environment = Sandbox(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["stretches"] = stretches
    return environment


def used_templates(environment: Environment, name: str) -> Mapping[str, str]:
    """The templates of a page by name, each with the hash of its text, and of what is missing.

    One that is named by more than a plain string may be any of them, so that all are used.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        next_ = waiting.pop()
        if next_ not in found:
            text = _text(environment, next_)
            found[next_] = MISSING if text is None else sha256(text.encode()).hexdigest()
            waiting += _named(environment, text or "")
    return dict(sorted(found.items()))


def _named(environment: Environment, text: str) -> Iterator[str]:
    """The templates that a text names. One that cannot be parsed cannot be used either."""
    try:
        names = list(meta.find_referenced_templates(environment.parse(text)))
    except TemplateSyntaxError:
        return
    for name in names:
        if name is None:
            yield from environment.list_templates()
        else:
            yield name


def _text(environment: Environment, name: str) -> str | None:
    """The text of a template; None where there is none that can be read."""
    if environment.loader is None:
        return None
    try:
        return environment.loader.get_source(environment, name)[0]
    except (TemplateNotFound, UnicodeDecodeError, OSError):
        return None
