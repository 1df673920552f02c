"""What a new spec begins with: the options of `new --department`, and questions on a terminal."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from perf_report.cli.click_i18n import YEARS, catalogue_of, exit_usage, today

if TYPE_CHECKING:
    from perf_report.app.new_table.drafts import TableHead
    from perf_report.app.project import Project
    from perf_report.model.form import Form
    from perf_report.model.text import Text

# The options by which a table is started from a form.
HEAD = ("department", "name", "name_en", "form", "project", "project_name", "project_name_en")
_OF_PROJECTS = HEAD[4:]

# Returns what is wrong with an answer, as lines to read; empty for a good one.
_Check = Callable[[str], str]


def option_names(keys: Iterable[str]) -> str:
    """Return the names of options as they are written on a command line."""
    return ", ".join(f"--{key.replace('_', '-')}" for key in keys)


def table_head(project: "Project", given: dict[str, str], year: int | None) -> "TableHead":
    """Return what the new spec begins with. Raises UsageError for what is missing or wrong."""
    from perf_report.app.new_table.drafts import TableHead, find_plan_form
    from perf_report.model.form import DEFAULT_FORM, Subject

    form = find_plan_form(project, given.get("form", DEFAULT_FORM))
    head = dict(given)
    if _missing(head, form):
        if not sys.stdin.isatty():
            exit_usage("usage-new-missing", options=option_names(_missing(head, form)))
        form = _Questions(project, head).complete(form)
        year = year or _ask_year()
    is_department = form.subject is Subject.DEPARTMENT
    unfit = [key for key in _OF_PROJECTS if key in head] if is_department else []
    if unfit:
        exit_usage("usage-new-department-form", form=form.id, options=option_names(unfit))
    named = None if is_department else (head["project"], _text(head, "project_name"))
    department = head["department"], _text(head, "name")
    return TableHead(form=form, year=year or today().year, department=department, project=named)


def _missing(head: dict[str, str], form: "Form") -> list[str]:
    """What a spec of the form cannot do without, as far as it is not given."""
    from perf_report.model.form import Subject

    is_department = form.subject is Subject.DEPARTMENT
    needed = ("department", "name") if is_department else (*HEAD[:2], *_OF_PROJECTS[:2])
    return [key for key in needed if not head.get(key, "").strip()]


class _Questions:
    """The questions to a person at a terminal; the answers are added to the head."""

    def __init__(self, project: "Project", head: dict[str, str]) -> None:
        self._project, self._head = project, head
        self._say = catalogue_of(click.get_current_context())

    def complete(self, form: "Form") -> "Form":
        """Ask for what is missing, in the order of the file, and return the form."""
        from perf_report.app.new_table.drafts import find_plan_form

        self._ask_named("department", "name")
        if "form" not in self._head:
            answer = _ask("form", self._wrong_form, default=form.id)
            form = find_plan_form(self._project, answer)
        if "project" in _missing(self._head, form) or "project_name" in _missing(self._head, form):
            self._ask_named("project", "project_name")
        return form

    def _ask_named(self, code: str, name: str) -> None:
        """Ask for a code and a name; for the English name where the table is to have English."""
        head = self._head
        if not head.get(code, "").strip():
            head[code] = _ask(code, self._wrong_code)
        if head.get(name, "").strip():
            return
        head[name] = _ask(name)
        english = f"{name}_en"
        if english not in head and (name == "name" or head.get("name_en")):
            head[english] = _ask(english, default="")

    def _wrong_code(self, code: str) -> str:
        from perf_report.app.new_table.drafts import code_finding
        from perf_report.messages import describe_finding

        finding = code_finding(self._project, code)
        return describe_finding(self._say, finding).message if finding else ""

    def _wrong_form(self, id_: str) -> str:
        from perf_report.app.new_table.drafts import plan_forms
        from perf_report.render.form_list import name_forms

        forms = plan_forms(self._project)
        if id_ in {form.id for form in forms}:
            return ""
        return name_forms(forms, self._say)


def _ask_year() -> int:
    say = catalogue_of(click.get_current_context())
    low, high = int(YEARS.min or 0), int(YEARS.max or 0)

    def wrong(answer: str) -> str:
        is_year = answer.isascii() and answer.isdecimal() and low <= int(answer) <= high
        return "" if is_year else say.format("cli", "ask-year-wrong", low=low, high=high)

    return int(_ask("year", wrong, default=str(today().year)))


def _ask(key: str, wrong: _Check = lambda _: "", default: str | None = None) -> str:
    """Ask until the answer is a good one."""
    say = catalogue_of(click.get_current_context())
    question = say.format("cli", f"ask-{key.replace('_', '-')}")
    while True:
        shown = bool(default)
        answer = click.prompt(question, default=default, show_default=shown, err=True)
        answer = str(answer).strip()
        if not answer and default is None:
            continue
        if not (reason := wrong(answer)):
            return answer
        click.echo(reason, err=True)


def _text(head: dict[str, str], key: str) -> "Text":
    from perf_report.model.text import Text

    english = head.get(f"{key}_en", "").strip()
    return Text(zh=head[key].strip(), en=english or None)
