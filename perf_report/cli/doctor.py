"""The command `doctor`."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, UNABLE, cli
from perf_report.cli.report_output import parse_formats, write_reports
from perf_report.render.terminal import pad, width

if TYPE_CHECKING:
    from perf_report.app.doctor import DoctorItem
    from perf_report.messages import Catalogue


@cli.command(cls=LocalizedCommand, help="doctor")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-listing")
@click.pass_context
def doctor(context: click.Context, formats: tuple[str, ...]) -> None:
    """Check the installation and the project."""
    from perf_report.app.doctor import run_checks
    from perf_report.app.project import open_project

    wanted, say = parse_formats(formats, ("text", "json")), catalogue_of(context)
    items = list(run_checks(open_project(context.obj), say))
    is_able = all(map(_is_no_obstacle, items))

    def render(name: str, color: bool) -> str:  # noqa: FBT001  as write_reports calls it
        return _json(items, is_able=is_able) if name == "json" else _text(items, say, color=color)

    write_reports(wanted, render)
    if any(name == "text" for name, _ in wanted):
        click.echo(say.format("doctor", "all-good" if is_able else "some-missing"), err=True)
    context.exit(DONE if is_able else UNABLE)


def _json(items: "Sequence[DoctorItem]", *, is_able: bool) -> str:
    data = [
        {"id": item.id, "found": item.found, "needed": item.needed, "detail": item.detail}
        for item in items
    ]
    report = {"version": 1, "able": is_able, "items": data}
    return f"{json.dumps(report, ensure_ascii=False)}\n"


def _text(items: "Sequence[DoctorItem]", say: "Catalogue", *, color: bool) -> str:
    names = {item.id: say.format("doctor", item.id) for item in items}
    columns = max(map(width, names.values()))
    lines: list[str] = []
    for item in sorted(items, key=_is_no_obstacle):
        lines.append(f"{_mark(item, color=color)} {pad(names[item.id], columns)}  {item.detail}")
        if not item.found:
            lines.append(f"  → {say.format('doctor', item.remedy or f'fix-{item.id}')}")
    return "".join(f"{line}\n" for line in lines)


def _is_no_obstacle(item: "DoctorItem") -> bool:
    """Whether an item is there, or is not needed. Obstacles are listed first."""
    return item.found or not item.needed


def _mark(item: "DoctorItem", *, color: bool) -> str:
    """The mark before a line: found, missing, or optional and missing."""
    if not item.found and not item.needed:
        return "–"
    mark, hue = ("✓", "green") if item.found else ("✗", "red")
    return click.style(mark, hue) if color else mark
