"""The command `new`."""

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage, today
from perf_report.cli.program import FILE, cli, echo_path

if TYPE_CHECKING:
    from perf_report.app.new_table.drafts import TableHead
    from perf_report.app.project import Project
    from perf_report.model.text import Text

# The options by which a table is started from a form, in the order in which they are asked for.
_HEAD = ("department", "name", "name_en", "form", "project", "project_name", "project_name_en")
_OF_PROJECTS = _HEAD[4:]


@cli.command(cls=LocalizedCommand, help="new", epilog="new-long")
@click.argument("folder", required=False, type=FILE)
@click.option("--from", "source", type=FILE, metavar="SPEC", help="option-from")
@click.option("--department", metavar="CODE", help="option-department-new")
@click.option("--name", metavar="NAME", help="option-name")
@click.option("--name-en", metavar="NAME", help="option-name-en")
@click.option("--form", metavar="ID", help="option-form")
@click.option("--project", metavar="CODE", help="option-project-code")
@click.option("--project-name", metavar="NAME", help="option-project-name")
@click.option("--project-name-en", metavar="NAME", help="option-project-name-en")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="YEAR", help="option-year")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="option-new-output")
@click.pass_context
def new(context: click.Context, /, **options: Any) -> None:
    """Start a project, next year's spec, or a spec from a form."""
    head = {key: options[key] for key in _HEAD if options[key] is not None}
    if head and options["source"] is not None:
        exit_usage("usage-new-two-ways", options=_option_names(head))
    if (head or options["source"] is not None) and options["folder"] is not None:
        exit_usage("usage-new-folder")
    if head:
        _start_table(head, options["year"], options["output"])
    elif options["source"] is not None:
        _start_next_year(options["source"], options["year"], options["output"])
    elif options["year"] is not None or options["output"] is not None:
        exit_usage("usage-new-without-from")
    else:
        _start_project(options["folder"] or context.obj or Path())


def _start_project(folder: Path) -> None:
    from perf_report.app.new import has_git_name, start_project

    for path in start_project(folder):
        echo_path(path)
    say = catalogue_of(click.get_current_context())
    enter = [] if folder == Path() else [f"cd {shlex.quote(str(folder))}"]
    click.echo(say.format("cli", "started"), err=True)
    for command in (*enter, "perf-report build", "perf-report diff"):
        click.echo(f"  {command}", err=True)
    if not has_git_name(folder):
        click.echo(say.format("cli", "git-name"), err=True)


def _start_next_year(source: Path, year: int | None, output: Path | None) -> None:
    from perf_report.app.new import start_next_year
    from perf_report.outputs.named_file import is_stream

    started = start_next_year(source, year, output)
    carried = started.carried
    counts = {key: getattr(carried, key) for key in ("funds", "targets", "figures", "texts")}
    say = catalogue_of(click.get_current_context())
    if not is_stream(started.path):
        echo_path(started.path)
    click.echo(say.format("cli", "to-review", year=started.old_year, **counts), err=True)
    if carried.values:
        click.echo(say.format("cli", "to-review-values", values=carried.values), err=True)
    click.echo(say.format("cli", "then-diff"), err=True)


# --- A table from a form ---


def _start_table(given: dict[str, str], year: int | None, output: Path | None) -> None:
    from perf_report.app.new_table.drafts import draft_table, write_draft
    from perf_report.app.project import open_project
    from perf_report.messages import describe_finding
    from perf_report.outputs.named_file import is_stream

    context = click.get_current_context()
    project, say = open_project(context.obj), catalogue_of(context)
    draft = draft_table(project, _table_head(project, given, year))
    if draft.finding is not None:
        exit_usage("usage-new-value", detail=describe_finding(say, draft.finding).message)
    path = write_draft(draft, output)
    if not is_stream(path):
        echo_path(path)
    click.echo(say.format("cli", "new-filled"), err=True)


def _table_head(project: "Project", given: dict[str, str], year: int | None) -> "TableHead":
    """What the new spec begins with, by the options and by what is asked for."""
    from perf_report.app.new_table.drafts import TableHead, find_plan_form
    from perf_report.model.form import DEFAULT_FORM, Subject

    form = find_plan_form(project, given.get("form", DEFAULT_FORM))
    is_department = form.subject is Subject.DEPARTMENT
    unfit = [key for key in _OF_PROJECTS if key in given] if is_department else []
    if unfit:
        exit_usage("usage-new-department-form", form=form.id, options=_option_names(unfit))
    head, year = _completed(given, year, is_department=is_department)
    named = None if is_department else (head["project"], _text(head, "project_name"))
    department = head["department"], _text(head, "name")
    return TableHead(form=form, year=year, department=department, project=named)


def _completed(
    head: dict[str, str], year: int | None, *, is_department: bool
) -> tuple[dict[str, str], int]:
    """The head with what is missing, which a person at a terminal is asked for."""
    needed = ("department", "name") if is_department else (*_HEAD[:2], *_OF_PROJECTS[:2])
    missing = [key for key in needed if not head.get(key, "").strip()]
    if not missing:
        return head, year or today().year
    if not sys.stdin.isatty():
        exit_usage("usage-new-missing", options=_option_names(missing))
    head = {**head, **{key: _ask(key) for key in missing}}
    return head, year or int(_ask("year", default=today().year))


def _ask(key: str, default: int | None = None) -> str:
    say = catalogue_of(click.get_current_context())
    question = say.format("cli", f"ask-{key.replace('_', '-')}")
    type_ = None if default is None else click.IntRange(2000, 2100)
    return str(click.prompt(question, default=default, type=type_, err=True)).strip()


def _text(head: dict[str, str], key: str) -> "Text":
    from perf_report.model.text import Text

    english = head.get(f"{key}_en", "").strip()
    return Text(zh=head[key].strip(), en=english or None)


def _option_names(keys: Iterable[str]) -> str:
    return ", ".join(f"--{key.replace('_', '-')}" for key in keys)
