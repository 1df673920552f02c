"""Loading of Jinja templates: the built-in ones, and a project's own in a sandbox."""

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
from markupsafe import Markup

from perf_report import resources
from perf_report.render.no_break_spans import split_spans
from perf_report.render.template_limits import LimitedEnvironment

# The templates of the page of a table and of a report of changes.
TABLE_TEMPLATE, CHANGES_TEMPLATE = "table.html.j2", "changes.html.j2"

# In place of the hash of a template that does not exist.
MISSING = "none"


def open_environment(
    folders: tuple[Path, ...], compiled: BytecodeCache | None = None
) -> Environment:
    """The environment of the templates in these folders, in order of precedence.

    `compiled` is a cache of compiled templates. If any folder is a user's, the templates run in
    Jinja's sandbox, within limits; the built-in ones need none, and take half the time without.
    """
    environment = (Environment if are_builtin(folders) else LimitedEnvironment)(
        loader=FileSystemLoader(folders),
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"stretches": split_spans, "words": _format_text}
    return environment


_LINE_BREAK, _SPACE = Markup("<br />"), Markup("<span> </span>")
_NO_BREAK = Markup('<span class="whole">{}</span>')


@pass_context
def _format_text(
    context: Context,
    text: str,
    lang: str,
    room: float | None,
    is_heading: bool = False,  # noqa: FBT001, FBT002  # as templates call it
) -> Markup:
    """The text as markup with its line breaks; the filter `words`.

    In a PDF, and in a heading on the screen, spans in which no line may break are marked; `room` is
    how many characters a line holds, 0 if unknown, and None if all lines may break.
    """
    lines = text.split("\n")
    if room is None or (context["medium"] == "screen" and not is_heading):
        return _LINE_BREAK.join(lines)
    return _LINE_BREAK.join(Markup("").join(_parts(line, lang, room)) for line in lines)


def _parts(line: str, lang: str, room: float) -> Iterator[str]:
    before = ""
    for each in split_spans(line, lang, room):
        if each.is_whole:
            # With the space in its text, WeasyPrint breaks a line early that only the space leaves.
            yield from (before.removesuffix(" "), _SPACE) if before.endswith(" ") else (before,)
            yield _NO_BREAK.format(each.text)
        before = "" if each.is_whole else each.text
    yield before


def are_builtin(folders: tuple[Path, ...]) -> bool:
    """Whether these folders hold the built-in templates only."""
    return folders == (resources.templates_path(),)


def used_templates(environment: Environment, name: str) -> Mapping[str, str]:
    """The templates that a page uses, by name, each with the hash of its text.

    A template that does not exist has MISSING. If a name is an expression, it can be that of any
    template, so that all are used.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        next_ = waiting.pop()
        if next_ not in found:
            text = _read_template(environment, next_)
            found[next_] = MISSING if text is None else sha256(text.encode()).hexdigest()
            waiting += _referenced_templates(environment, text or "")
    return dict(sorted(found.items()))


def _referenced_templates(environment: Environment, text: str) -> Iterator[str]:
    """The names of the templates that a template refers to; none if it cannot be parsed."""
    try:
        names = list(meta.find_referenced_templates(environment.parse(text)))
    except (TemplateSyntaxError, RecursionError):
        return
    for name in names:
        if name is None:
            yield from environment.list_templates()
        else:
            yield name


def _read_template(environment: Environment, name: str) -> str | None:
    """The text of a template; None if it cannot be read."""
    if environment.loader is None:
        return None
    try:
        return environment.loader.get_source(environment, name)[0]
    except (TemplateNotFound, UnicodeDecodeError, OSError):
        return None
