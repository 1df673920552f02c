"""The commands `rules` and `explain`."""

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import cli


@cli.command(cls=LocalizedCommand, help="rules")
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules."""
    from perf_report.render.rule_docs import list_rules

    click.echo(list_rules(catalogue_of(context)), nl=False)


@cli.command(cls=LocalizedCommand, help="explain")
@click.argument("rule")
@click.pass_context
def explain(context: click.Context, rule: str) -> None:
    """Show a rule's documentation."""
    from perf_report.render.rule_docs import explain_rule_id, rule_ids

    say = catalogue_of(context)
    text = explain_rule_id(rule, say)
    if text is None:
        known = ", ".join(rule_ids())
        raise click.UsageError(say.format("cli", "usage-no-rule", rule=rule, known=known))
    click.echo(text, nl=False)
