"""The command `sign`."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage, now
from perf_report.cli.program import FILE, cli, echo_path, with_progress
from perf_report.errors import PerfReportError

if TYPE_CHECKING:
    from perf_report.app.sign import SignedFile

_T = TypeVar("_T")

# No option, since other users of the machine see command lines, and the shell stores them.
_PASSPHRASE = "PERF_REPORT_SIGN_PASSPHRASE"  # noqa: S105  # its name

# Without user name and password, which errors would print.
_ADDRESS = re.compile(r"https?://[^\s/?#@]+([/?]\S*)?", re.IGNORECASE)


@cli.command(cls=LocalizedCommand, help="sign", epilog="sign-long")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--pkcs12", required=True, type=FILE, metavar="KEY", help="option-pkcs12")
@click.option("--tsa", metavar="URL", help="option-tsa")
@click.option("--reason", metavar="TEXT", help="option-sign-reason")
@click.option("-o", "--output", type=FILE, metavar="PATH", help="option-sign-output")
@click.option("-f", "--force", is_flag=True, help="option-sign-force")
@click.pass_context
def sign(context: click.Context, /, **options: Any) -> None:
    """Sign PDFs."""
    del context
    from perf_report.app.sign import open_signing_config, sign_files, signed_paths, write_signed
    from perf_report.outputs.named_file import refuse_inputs

    if options["tsa"] and not _ADDRESS.fullmatch(options["tsa"]):
        exit_usage("usage-tsa", url=options["tsa"])
    paths: tuple[Path, ...] = options["files"]
    targets = signed_paths(paths, options["output"], force=options["force"])
    refuse_inputs(targets, [options["pkcs12"]])
    config = _with_passphrase(
        lambda passphrase: open_signing_config(
            options["pkcs12"], passphrase, now(), tsa=options["tsa"], reason=options["reason"]
        )
    )
    signed = list(with_progress(sign_files(paths, targets, config), len(paths), "signing"))
    write_signed(signed)
    _echo(signed)


def _with_passphrase(open_key: Callable[[str | None], _T]) -> _T:
    """Open a key with the passphrase in the environment, or else, if needed, with a typed one."""
    passphrase = os.environ.get(_PASSPHRASE)
    try:
        return open_key(passphrase)
    except PerfReportError as error:
        has_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
        can_ask = passphrase is None and has_terminal
        if error.message != "key-passphrase" or not can_ask:
            raise
    words = catalogue_of(click.get_current_context()).format("cli", "passphrase")
    return open_key(click.prompt(words, hide_input=True, err=True))


def _echo(signed: "list[SignedFile]") -> None:
    from perf_report.outputs.named_file import is_stream

    say = catalogue_of(click.get_current_context())
    for each in signed:
        if not is_stream(each.path):
            echo_path(each.path)
        if each.earlier:
            names = ", ".join(each.earlier)
            click.echo(say.format("cli", "signed-before", path=each.path, names=names), err=True)
