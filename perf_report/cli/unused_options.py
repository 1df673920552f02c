"""Tell of options that a command ignores in the mode that others ask for.

Only what is typed is told: a variable of the environment may be there for other runs. An option
that asks for something to be done, or for other content, is refused; one that would only shape an
output, or how it is made, has no effect and is told on stderr.
"""

from collections.abc import Collection, Iterator

import click
from click.core import ParameterSource

from perf_report.cli.click_i18n import catalogue_of, exit_usage


def refuse_options(names: Collection[str], message: str = "usage-unused", **words: object) -> None:
    """End with wrong usage if one of these options is typed; `words` are those of the message."""
    if typed := _typed(names):
        exit_usage(message, options=typed, **words)


def refuse_other_options(used: Collection[str], mode: str) -> None:
    """End with wrong usage if an option is typed that a mode does not use."""
    refuse_options(_all_but(used), mode=mode)


def tell_unused(names: Collection[str], message: str = "unused", **words: object) -> None:
    """Say on stderr that these options have no effect, if one is typed."""
    if typed := _typed(names):
        say = catalogue_of(click.get_current_context())
        click.echo(say.format("cli", message, options=typed, **words), err=True)


def tell_other_unused(used: Collection[str], mode: str) -> None:
    """Say on stderr that all options but those that a mode uses have no effect."""
    tell_unused(_all_but(used), mode=mode)


def _all_but(used: Collection[str]) -> set[str]:
    return {name for name, _ in _typed_options()} - {*used}


def _typed(names: Collection[str]) -> str:
    """Those of the options that are typed, as a list for a message."""
    typed = [option for name, option in _typed_options() if name in names]
    separator = catalogue_of(click.get_current_context()).format("form", "list-separator")
    return separator.join(typed)


def _typed_options() -> Iterator[tuple[str, str]]:
    """The options of the command line: the name of the parameter, and how it is written."""
    context = click.get_current_context()
    for param in context.command.params:
        source = context.get_parameter_source(param.name or "")
        if isinstance(param, click.Option) and param.name and source is ParameterSource.COMMANDLINE:
            yield param.name, max(param.opts, key=len)
