"""The command line: parses, calls, echoes and exits. Heavy modules load only when used.

One module a command; importing them puts the commands into the group.
"""

import gc
import io
import os
import sys

import click
from click.shell_completion import shell_complete

from perf_report.cli import (
    build,
    diff,
    doctor,
    extract,
    new,
    publish,
    review,
    rules,
    sign,
    site,
    validate,
    verify,
)
from perf_report.cli.click_i18n import catalogue_of, exit_wrong_usage
from perf_report.cli.program import INTERRUPTED, UNABLE, cli
from perf_report.errors import OutputError, PerfReportError

COMMANDS = (
    build.build,
    validate.validate,
    rules.rules,
    rules.explain,
    doctor.doctor,
    new.new,
    diff.diff,
    review.review,
    extract.extract,
    verify.verify,
    sign.sign,
    site.site,
    publish.publish,
)

_COMPLETION = "_PERF_REPORT_COMPLETE"


def _exit_unable(error: PerfReportError, context: click.Context | None) -> None:
    from perf_report.render.findings.text import render_error

    text = render_error(error, catalogue_of(context), color=True)
    click.echo(text, err=True, nl=False, color=context.color if context else None)
    sys.exit(UNABLE)


# How many new objects the garbage collector waits for before it looks through those of the
# youngest, the middle and the oldest generation. Most commands end before it has found anything.
_SELDOM = (50_000, 20, 100)


def _drop_output() -> None:
    """Nobody takes the output any more; what is left to flush at the exit must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_any_name() -> None:
    """Names of files are any bytes; what stdout cannot show it shows by number."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def main() -> None:
    """Run the command line, and turn what happens into one of the documented exit codes."""
    context: click.Context | None = None
    gc.set_threshold(*_SELDOM)
    _write_any_name()
    completing = os.environ.get(_COMPLETION)
    if completing:
        sys.exit(shell_complete(cli, {}, "perf-report", _COMPLETION, completing))
    try:
        with cli.make_context("perf-report", sys.argv[1:]) as context:
            cli.invoke(context)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.UsageError as error:
        exit_wrong_usage(error)
    except PerfReportError as error:
        _exit_unable(error, context)
    except BrokenPipeError:
        _drop_output()
        sys.exit(UNABLE)
    except OSError as error:
        # What the layers below could not do they say themselves; this is the terminal or a pipe.
        reason = error.strerror or str(error)
        _drop_output()
        _exit_unable(OutputError("output-unwritable", path="stdout", reason=reason), context)
    except (KeyboardInterrupt, click.Abort):
        click.echo(catalogue_of(context).format("cli", "interrupted"), err=True)
        sys.exit(INTERRUPTED)
