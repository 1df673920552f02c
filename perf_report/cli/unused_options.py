"""Refuse options that a command would ignore in the mode that others ask for.

Only what is typed is refused: a variable of the environment may be there for other runs.
"""

from collections.abc import Collection, Iterator

import click
from click.core import ParameterSource

from perf_report.cli.click_i18n import catalogue_of, exit_usage


def refuse_options(names: Collection[str], message: str = "usage-unused", **words: object) -> None:
    """End with wrong usage if one of these options is typed; `words` are those of the message."""
    typed = [option for name, option in _typed_options() if name in names]
    if typed:
        say = catalogue_of(click.get_current_context())
        listed = say.format("form", "list-separator").join(typed)
        exit_usage(message, options=listed, **words)


def refuse_other_options(used: Collection[str], mode: str) -> None:
    """End with wrong usage if an option is typed that a mode does not use."""
    refuse_options({name for name, _ in _typed_options()} - {*used}, mode=mode)


def is_typed(context: click.Context, name: str) -> bool:
    """Return whether an option, by the name of its parameter, is on the command line."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _typed_options() -> Iterator[tuple[str, str]]:
    """The options of the command line: the name of the parameter, and how it is written."""
    context = click.get_current_context()
    for param in context.command.params:
        if isinstance(param, click.Option) and param.name and is_typed(context, param.name):
            yield param.name, max(param.opts, key=len)
