"""Click commands whose help and errors come from the catalogues, in the reader's language.

Help is laid out here and not by click, because click does not know that Chinese characters take
two columns. A command or option is given its message id where click wants its help text.
"""

import locale
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
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

# The years that a spec may have.
YEARS = click.IntRange(2000, 2100)

# Where a context keeps the words that its command was given.
_ARGUMENTS = "perf_report.arguments"


def locale_language(environment: Mapping[str, str]) -> Language:
    """Return the language of messages by the locale: Chinese, or else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _language(environment[name])
    # Windows has a locale without such variables, by a name such as Chinese (Simplified)_China.
    with suppress(ValueError):
        return _language(locale.getlocale()[0] or "")
    return "en"


def _language(name: str) -> Language:
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def ui_language(context: click.Context | None) -> Language:
    """Return the language of messages: as the command line says, or else by the locale."""
    chosen = context.find_root().params.get("ui_language") if context else None
    named = chosen or _named_language(sys.argv[1:])
    return "zh" if named == "zh" else "en" if named == "en" else locale_language(os.environ)


def _named_language(arguments: list[str]) -> str | None:
    """The value of --ui-language on a command line that click has not parsed."""
    words = " ".join(arguments).replace("--ui-language=", "--ui-language ").split()
    pairs = (after for word, after in pairwise(words) if word == "--ui-language")
    return next(pairs, os.environ.get("PERF_REPORT_UI_LANGUAGE"))


def catalogue_of(context: click.Context | None) -> Catalogue:
    """Return the catalogue of the reader's language."""
    return load_catalogue(ui_language(context))


class WordError(click.UsageError):
    """A usage error with a message of ours."""

    def __init__(self, message: str, ctx: click.Context, **arguments: object) -> None:
        super().__init__(catalogue_of(ctx).format("cli", message, **arguments), ctx)


class _Localized(click.Command):
    """A command whose help and errors are in the reader's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # What click says of a wrong value does not hold it; `_wrong_value` looks for it here.
        ctx.meta[_ARGUMENTS] = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            # Click leaves out whose option it is.
            error.ctx = error.ctx or ctx
            raise

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
        label = say.format("cli", "usage")
        # A full-width colon has its space within it.
        label += "" if label.endswith("：") else " "
        usage = label + " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raises UsageError, with our words for one too many."""
        ctx.allow_extra_args = True
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            raise WordError("usage-extra", ctx, extra=" ".join(extra))
        return extra


class LocalizedGroup(_Localized, click.Group):
    """The top-level group."""

    command_class = LocalizedCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named. Raises UsageError, with our words for none."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchOption:
            raise
        except click.UsageError as error:
            known = ", ".join(self.list_commands(ctx))
            raise WordError("usage-no-command", ctx, name=args[0], known=known) from error


def explain_usage(error: click.UsageError, say: Catalogue) -> str:
    """Return what is wrong with a command line, in the reader's language."""
    if isinstance(error, WordError):
        return error.message
    if isinstance(error, click.NoSuchOption):
        close = error.possibilities[0] if error.possibilities else ""
        message = "usage-no-option-close" if close else "usage-no-option"
        return say.format("cli", message, name=error.option_name, close=close)
    if isinstance(error, click.BadOptionUsage):
        return say.format("cli", _value_message(error), option=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        context = error.ctx or click.get_current_context()
        return _explain_parameter(error, error.param, context, say)
    return say.format("cli", "usage-error", detail=error.format_message())


def _value_message(error: click.BadOptionUsage) -> str:
    """The message for an option without its value, or for a flag with one."""
    known = error.ctx.command.params if error.ctx else []
    flags = {name for param in known if getattr(param, "is_flag", False) for name in param.opts}
    return "usage-no-flag-value" if error.option_name in flags else "usage-no-value"


def _explain_parameter(
    error: click.BadParameter, param: click.Parameter, context: click.Context, say: Catalogue
) -> str:
    """What is wrong with an option or an argument: it is missing, or its value is refused."""
    option = max(param.opts, key=len)
    is_missing = isinstance(error, click.MissingParameter)
    if is_missing and isinstance(param, click.Argument):
        argument = param.make_metavar(context)
        return say.format("cli", "usage-missing-argument", argument=argument)
    if is_missing:
        return say.format("cli", "usage-missing-option", option=option)
    value = _wrong_value(param, context)
    if isinstance(param.type, click.Choice):
        choices = ", ".join(map(str, param.type.choices))
        return say.format("cli", "usage-choice", option=option, value=value, choices=choices)
    if param.type is YEARS:
        bounds = {"low": YEARS.min, "high": YEARS.max}
        return say.format("cli", "usage-year", option=option, value=value, **bounds)
    return say.format("cli", "usage-bad-value", option=option, value=value)


def _wrong_value(param: click.Parameter, context: click.Context) -> str:
    """The value that an option's type refuses, of those on the command line or elsewhere."""
    parser = context.command.make_parser(context)
    given, _, _ = parser.parse_args(list(context.meta[_ARGUMENTS]))
    found, _ = param.consume_value(context, given)
    for value in found if isinstance(found, list | tuple) else [found]:
        try:
            param.type.convert(value, param, context)
        except click.BadParameter:
            return str(value)
    return ""


def exit_usage(message: str, **arguments: object) -> NoReturn:
    """Raise a usage error with a message of ours."""
    context = click.get_current_context()
    raise WordError(message, context, **arguments)


def now() -> datetime:
    """Return the local time, to the second; no layer below the command line reads the clock."""
    return datetime.now(tz=UTC).astimezone().replace(microsecond=0)


def today() -> date:
    """Return the local date."""
    return now().date()


def exit_wrong_usage(error: click.UsageError) -> NoReturn:
    """Print a usage error, and exit with code 2."""
    say = catalogue_of(error.ctx)
    command = error.ctx.command_path if error.ctx else "perf-report"
    label = say.format("word", "label", word=say.format("word", "error"))
    click.echo(f"{label}{explain_usage(error, say)}", err=True)
    click.echo(f"  {say.format('cli', 'usage-hint', command=command)}", err=True)
    sys.exit(2)
