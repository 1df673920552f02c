"""The commands `rules` and `explain`."""

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import cli


@cli.command(cls=LocalizedCommand, help="rules")
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules."""
    from perf_report.render.rule_docs import list_rules

    click.echo(list_rules(catalogue_of(context)), nl=False)


@cli.command(cls=LocalizedCommand, help="explain")
@click.argument("code")
@click.pass_context
def explain(context: click.Context, code: str) -> None:
    """Show what a code means that a report prints."""
    from perf_report.render.code_docs import explain_code, known_codes

    say = catalogue_of(context)
    text = explain_code(code, say)
    if text is None:
        known = ", ".join(known_codes())
        exit_usage("usage-no-code", code=code, known=known)
    click.echo(text, nl=False)
