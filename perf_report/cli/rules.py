"""The commands `rules` and `explain`."""

from pathlib import Path

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import DONE, FOUND, cli


@cli.command(cls=LocalizedCommand, help="rules")
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules."""
    from perf_report.render.rule_docs import list_rules

    click.echo(list_rules(catalogue_of(context)), nl=False)


@cli.command(cls=LocalizedCommand, help="explain")
@click.argument("code", required=False, metavar="[CODE|REPORT]")
@click.option("--score", "indicator", metavar="INDICATOR", help="option-explain-score")
@click.pass_context
def explain(context: click.Context, code: str | None, indicator: str | None) -> None:
    """Show what a code or a key means, or how a score comes about."""
    if indicator is None and code is None:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    if indicator is not None:
        _explain_score(context, indicator, code)
    else:
        _explain_code(context, code or "")


def _explain_code(context: click.Context, code: str) -> None:
    from perf_report.render.code_docs import explain_code, known_codes
    from perf_report.render.key_docs import explain_key

    say = catalogue_of(context)
    text = explain_code(code, say) or explain_key(code, say)
    if text is None:
        known = ", ".join(known_codes())
        exit_usage("usage-no-code", code=code, known=known)
    click.echo(text, nl=False)


def _explain_score(context: click.Context, indicator: str, report: str | None) -> None:
    from perf_report.app.project import open_project
    from perf_report.app.score.explain import find_scores
    from perf_report.app.score.run import score_reports
    from perf_report.cli.score import echo_findings
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.scores.explanation import explain_score

    project, say = open_project(context.obj), catalogue_of(context)
    run = score_reports(project, project.spec_paths([Path(report)] if report else []))
    found = list(find_scores(run.scored, indicator))
    if run.scored and not found:
        exit_usage("usage-no-indicator", id=indicator)
    click.echo("\n".join(explain_score(scored, score, say) for scored, score in found), nl=False)
    if not found:
        echo_findings(context, FindingsReport.collect(run.files, say))
    context.exit(DONE if found else FOUND)
