"""The command `doctor`."""

import json
from typing import TYPE_CHECKING

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, UNABLE, cli
from perf_report.cli.report_output import write_reports
from perf_report.render.terminal import pad, width

if TYPE_CHECKING:
    from perf_report.app.doctor import DoctorItem


@cli.command(cls=LocalizedCommand, help="doctor")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="option-doctor-format",
)
@click.pass_context
def doctor(context: click.Context, format_: str) -> None:
    """Check the installation and the project."""
    from perf_report.app.doctor import run_checks
    from perf_report.app.project import open_project

    say = catalogue_of(context)
    items = list(run_checks(open_project(context.obj), say))
    is_able = all(map(_is_no_obstacle, items))
    if format_ == "json":
        data = [
            {"id": item.id, "found": item.found, "needed": item.needed, "detail": item.detail}
            for item in items
        ]
        report = {"version": 1, "able": is_able, "items": data}
        text = json.dumps(report, ensure_ascii=False)
        write_reports([("json", None)], lambda _name, _color: f"{text}\n")
    else:
        names = {item.id: say.format("doctor", item.id) for item in items}
        columns = max(map(width, names.values()))
        for item in sorted(items, key=_is_no_obstacle):
            click.echo(f"{_mark(item)} {pad(names[item.id], columns)}  {item.detail}")
            if not item.found:
                click.echo(f"  → {say.format('doctor', item.remedy or f'fix-{item.id}')}")
        click.echo(say.format("doctor", "all-good" if is_able else "some-missing"), err=True)
    context.exit(DONE if is_able else UNABLE)


def _is_no_obstacle(item: "DoctorItem") -> bool:
    """Whether an item is there, or is not needed. Obstacles are listed first."""
    return item.found or not item.needed


def _mark(item: "DoctorItem") -> str:
    """The mark before a line: found, missing, or optional and missing."""
    if item.found:
        return click.style("✓", "green")
    return click.style("✗", "red") if item.needed else "–"
