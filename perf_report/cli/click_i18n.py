"""Click commands whose help and errors come from the catalogues, in the reader's language.

Help is laid out here and not by click, because click does not know that Chinese characters take
two columns. A command or option is given its message id where click wants its help text.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import NoReturn

import click

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import Language
from perf_report.render.terminal import pad, width, wrap

# The column in which the descriptions of options begin.
_INDENT = 26
_WIDEST = 100


def locale_language(environment: Mapping[str, str]) -> Language:
    """The language of messages that the locale asks for: Chinese or else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


def ui_language(context: click.Context | None) -> Language:
    """The language of messages: as the command line says, or else by the locale."""
    chosen = context.find_root().params.get("ui_language") if context else None
    named = chosen or _named_language(sys.argv[1:])
    return "zh" if named == "zh" else "en" if named == "en" else locale_language(os.environ)


def _named_language(arguments: list[str]) -> str | None:
    """What --ui-language says on a command line that click has not read, or refused to."""
    words = " ".join(arguments).replace("--ui-language=", "--ui-language ").split()
    pairs = (after for word, after in pairwise(words) if word == "--ui-language")
    return next(pairs, os.environ.get("PERF_REPORT_UI_LANGUAGE"))


def catalogue_of(context: click.Context | None) -> Catalogue:
    """The catalogue of the reader's language."""
    return load_catalogue(ui_language(context))


class _Localized(click.Command):
    """A command whose help is laid out in the reader's language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "option-help"
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        columns = min(shutil.get_terminal_size().columns, _WIDEST) - 1
        formatter.write("\n".join(self._help_lines(ctx, columns)) + "\n")

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  # click names it
        return catalogue_of(click.get_current_context(silent=True)).format("cli", self.help or "")

    def _help_lines(self, ctx: click.Context, columns: int) -> Iterator[str]:
        say = catalogue_of(ctx)
        usage = " ".join(
            [say.format("cli", "usage"), ctx.command_path, *self.collect_usage_pieces(ctx)]
        )
        yield from wrap(usage, columns)
        for id_ in filter(None, (self.help, self.epilog)):
            yield ""
            yield from (f"  {line}" for line in wrap(say.format("cli", id_), columns - 2))
        yield from self._section(say.format("cli", "options"), self._options(ctx, say), columns)
        yield from self._section(say.format("cli", "commands"), self._commands(ctx, say), columns)

    def _options(self, ctx: click.Context, say: Catalogue) -> Iterator[tuple[str, str]]:
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and not option.hidden:
                names = ", ".join(option.opts)
                hint = "" if option.is_flag else f" {option.make_metavar(ctx)}"
                yield f"{names}{hint}", say.format("cli", option.help or "")

    def _commands(self, ctx: click.Context, say: Catalogue) -> Iterator[tuple[str, str]]:
        if isinstance(self, click.Group):
            for name in self.list_commands(ctx):
                command = self.get_command(ctx, name)
                yield name, say.format("cli", (command and command.help) or name)

    def _section(
        self, title: str, entries: Iterator[tuple[str, str]], columns: int
    ) -> Iterator[str]:
        for number, (name, text) in enumerate(entries):
            if number == 0:
                yield from ("", f"{title}")
            lines = list(wrap(text, columns - _INDENT))
            lead = f"  {name}"
            if width(lead) > _INDENT - 2:
                yield lead
                lead = ""
            yield pad(lead, _INDENT) + lines[0]
            yield from (" " * _INDENT + line for line in lines[1:])


class LocalizedCommand(_Localized):
    """A leaf command."""


class LocalizedGroup(_Localized, click.Group):
    """The command that holds the others."""

    command_class = LocalizedCommand


def explain_usage(error: click.UsageError, say: Catalogue) -> str:
    """What is wrong with a command line, in the reader's language."""
    if isinstance(error, click.NoSuchOption):
        close = error.possibilities[0] if error.possibilities else ""
        message = "usage-no-option-close" if close else "usage-no-option"
        return say.format("cli", message, name=error.option_name, close=close)
    if isinstance(error, click.BadOptionUsage):
        return say.format("cli", "usage-no-value", option=error.option_name)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument):
        name = error.param.make_metavar(error.ctx or click.get_current_context())
        return say.format("cli", "usage-missing-argument", argument=name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say.format("cli", "usage-missing-option", option=max(error.param.opts, key=len))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _explain_value(error, error.param, say)
    return _explain_words(error, say)


def _explain_words(error: click.UsageError, say: Catalogue) -> str:
    """What is wrong with the words of a command line; click tells these apart by its text alone."""
    if error.message.startswith("No such command") and isinstance(error.ctx, click.Context):
        group = error.ctx.command
        known = ", ".join(group.list_commands(error.ctx)) if isinstance(group, click.Group) else ""
        name = error.message.partition("'")[2].partition("'")[0]
        return say.format("cli", "usage-no-command", name=name, known=known)
    if error.message.startswith("Missing command"):
        return say.format("cli", "usage-missing-command")
    if error.message.startswith("Got unexpected extra argument"):
        extra = error.message.partition("(")[2].rstrip(")")
        return say.format("cli", "usage-extra", extra=extra)
    return say.format("cli", "usage-error", detail=error.format_message())


def _explain_value(error: click.BadParameter, param: click.Parameter, say: Catalogue) -> str:
    """What is wrong with the value of an option: click's own words quote it first."""
    value = error.message.partition("'")[2].partition("'")[0] or error.message.partition(" ")[0]
    option = max(param.opts, key=len)
    if isinstance(param.type, click.Choice):
        choices = ", ".join(map(str, param.type.choices))
        return say.format("cli", "usage-choice", option=option, value=value, choices=choices)
    return say.format("cli", "usage-bad-value", option=option, value=value)


def exit_usage(message: str, **arguments: object) -> NoReturn:
    """Refuse a command line for a reason of our own."""
    context = click.get_current_context()
    raise click.UsageError(catalogue_of(context).format("cli", message, **arguments), context)


def now() -> datetime:
    """This machine's time, to the second; no layer below the command line knows it."""
    return datetime.now(tz=UTC).astimezone().replace(microsecond=0)


def today() -> date:
    """The day on this machine's calendar."""
    return now().date()


def exit_wrong_usage(error: click.UsageError) -> NoReturn:
    """Say what is wrong with the command line, and exit with code 2."""
    say = catalogue_of(error.ctx)
    command = error.ctx.command_path if error.ctx else "perf-report"
    label = say.format("word", "label", word=say.format("word", "error"))
    click.echo(f"{label}{explain_usage(error, say)}", err=True)
    click.echo(f"  {say.format('cli', 'usage-hint', command=command)}", err=True)
    sys.exit(2)
