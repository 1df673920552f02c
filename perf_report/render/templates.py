"""The templates, those of a project in a sandbox, and which of them a page is made of."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from perf_report import resources
from perf_report.render.no_break_spans import stretches

# Those with which the pages of a table and of its changes begin.
TABLE, CHANGES = "table.html.j2", "changes.html.j2"

MISSING = "none"


def open_environment(
    folders: tuple[Path, ...], compiled: BytecodeCache | None = None
) -> Environment:
    """The templates of these folders, by precedence, some of which may be compiled already.

    Where any may be a user's, they run in Jinja's sandbox. Ours alone need none, and take half of
    the time without.
    """
    environment = (Environment if are_ours(folders) else ImmutableSandboxedEnvironment)(
        loader=FileSystemLoader(folders),
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"stretches": stretches, "words": _words}
    return environment


_BREAK, _WHOLE = Markup("<br />"), Markup('<span class="whole">{}</span>')


@pass_context
def _words(context: Context, text: str, lang: str, room: float | None) -> Markup:
    """A text as markup, with its line breaks.

    On paper, where a line holds so many characters as `room`, what no line may break is told apart.
    """
    lines = text.split("\n")
    if room is None or context["medium"] == "screen":
        return _BREAK.join(lines)
    return _BREAK.join(Markup("").join(_parts(line, lang, room)) for line in lines)


def _parts(line: str, lang: str, room: float) -> Iterator[str]:
    for each in stretches(line, lang, room):
        yield _WHOLE.format(each.text) if each.is_whole else each.text


def are_ours(folders: tuple[Path, ...]) -> bool:
    """Whether no one else has a part in the templates of these folders."""
    return folders == (resources.templates_path(),)


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
