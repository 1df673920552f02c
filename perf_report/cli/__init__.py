"""The command line, one module a command: parse, call, echo and exit.

Modules that are slow to load are imported where they are used.
"""

import errno
import gc
import io
import os
import sys
from typing import Any

import click
from click.shell_completion import shell_complete

from perf_report.cli import (  # noqa: F401  # imported for the commands that they add to the group
    build,
    diff,
    doctor,
    extract,
    forms,
    import_paper,
    indicators,
    new,
    publish,
    review,
    rules,
    score,
    serve,
    sign,
    site,
    status,
    validate,
    verify,
)
from perf_report.cli.click_i18n import catalogue_of, exit_wrong_usage
from perf_report.cli.program import INTERRUPTED, UNABLE, cli
from perf_report.cli.signals import TerminationError, handle_signals, signals_unwrapped, terminate
from perf_report.errors import OutputError, OverwriteError, PerfReportError

_COMPLETION = "_PERF_REPORT_COMPLETE"


def _exit_unable(error: PerfReportError, context: click.Context | None, code: int = UNABLE) -> None:
    from perf_report.render.findings.text import render_error

    text = render_error(error, catalogue_of(context), color=True)
    click.echo(text, err=True, nl=False, color=context.color if context else None)
    sys.exit(code)


# Thresholds of the garbage collector, so high that most commands end before its first run.
_GC_THRESHOLDS = (50_000, 20, 100)


def _discard_output() -> None:
    """Redirect stdout to nowhere, so that flushing a closed pipe at exit raises nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escape_unencodable() -> None:
    """Let stdout escape what it cannot encode: file names may be any bytes."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


# What a system says of a pipe without a reader; the second is how Windows says it.
_READER_GONE = {errno.EPIPE, errno.EINVAL}


class _Pipe(io.FileIO):
    """A stream that discards what is written after its reader has gone.

    The reader has what it wanted, as `head` does, and the exit code is that of a whole run.
    """

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or 0
        except OSError as error:
            if error.errno not in _READER_GONE:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return memoryview(data).nbytes


# The open files that are the streams of a process.
_NUMBERS = {"stdout": 1, "stderr": 2}


def _open_closed_streams() -> None:
    """Let stdout and stderr lead nowhere if the process was begun without them.

    Otherwise a file that is opened later takes their number, and what is printed goes into it.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= max(_NUMBERS.values()):
        pass
    os.close(number)
    for name, number in _NUMBERS.items():
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _is_of_a_process(stream: io.TextIOWrapper) -> bool:
    """Whether a stream is a file of the system, which the console of Windows is not.

    That takes text, and would show the bytes of Chinese as something else.
    """
    buffer = stream.buffer  # none if the environment asks for it
    return isinstance(getattr(buffer, "raw", buffer), io.FileIO)


def _outlive_readers() -> None:
    """Let stdout and stderr go on when their reader has gone."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper) and _is_of_a_process(stream):
            stream.flush()
            kept = io.TextIOWrapper(
                io.BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False)),
                encoding=stream.encoding,
                errors=stream.errors,
                line_buffering=stream.line_buffering,
            )
            setattr(sys, name, kept)


def main() -> None:
    """Run the command line, and exit with one of the documented codes."""
    context: click.Context | None = None
    gc.set_threshold(*_GC_THRESHOLDS)
    _open_closed_streams()
    _escape_unencodable()
    _outlive_readers()
    handle_signals()
    completing = os.environ.get(_COMPLETION)
    if completing:
        sys.exit(shell_complete(cli, {}, "perf-report", _COMPLETION, completing))
    try:
        with signals_unwrapped(), cli.make_context("perf-report", sys.argv[1:]) as context:
            cli.invoke(context)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.UsageError as error:
        exit_wrong_usage(error)
    except OverwriteError as error:
        _exit_unable(error, context, click.UsageError.exit_code)
    except PerfReportError as error:
        _exit_unable(error, context)
    except OSError as error:
        # Layers below raise PerfReportError; this one is from the terminal or a pipe.
        reason = error.strerror or str(error)
        _discard_output()
        _exit_unable(OutputError("output-unwritable", path="stdout", reason=reason), context)
    except TerminationError:
        terminate()
    except (KeyboardInterrupt, click.Abort):
        click.echo(catalogue_of(context).format("cli", "interrupted"), err=True)
        sys.exit(INTERRUPTED)
