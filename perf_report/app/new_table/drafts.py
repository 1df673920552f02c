"""Drafts of new specs: what one begins with, and where it is written."""

from dataclasses import dataclass
from pathlib import Path

from perf_report.app.forms import unknown_form
from perf_report.app.new import refuse_existing
from perf_report.app.new_table.starter import render_starter
from perf_report.app.project import Project
from perf_report.errors import SettingsError
from perf_report.model.completed_plan import USUAL_CURRENCY
from perf_report.model.finding import Finding
from perf_report.model.form import ANY_FRAMEWORK, DEFAULT_FORM, Form, Stage
from perf_report.model.plan import Department, Plan
from perf_report.model.plan import Project as PlanProject
from perf_report.model.reserved_codes import is_reserved
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Text
from perf_report.outputs.named_file import is_stream, write_named_files
from perf_report.parse.encoding import describe_character, find_invisible
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan
from perf_report.rules.department_code import reserved_code

# What a spec has where its form admits every framework.
_USUAL_FRAMEWORK = "output-cost"
_ANY_YEAR = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHead:
    """What a new spec begins with; `project` has a code and a name in the form of a project."""

    form: Form
    year: int
    department: tuple[str, Text]
    project: tuple[str, Text] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text of a new spec, its usual path, and the finding if a value of its head is wrong."""

    path: Path
    data: bytes
    finding: Finding | None


def plan_forms(project: Project) -> list[Form]:
    """Return the forms of plans, by id. Raises SettingsError."""
    forms = load_forms(project.form_folders())
    return [forms[id_] for id_ in sorted(forms) if forms[id_].stage is Stage.PLAN]


def find_plan_form(project: Project, id_: str) -> Form:
    """Return the form of plans with this id. Raises SettingsError if there is none."""
    forms = load_forms(project.form_folders())
    form = forms.get(id_)
    if form is None:
        raise unknown_form(id_, forms)
    if form.stage is not Stage.PLAN:
        raise SettingsError("form-stage", id=id_)
    return form


def draft_table(project: Project, head: TableHead) -> Draft:
    """Return a spec with all that the form asks for. Raises SettingsError."""
    plan = _head_plan(head)
    frameworks = load_frameworks(project.framework_folders())
    if plan.framework not in frameworks:
        known = ", ".join(frameworks)
        raise SettingsError("framework-absent", id=plan.framework, form=head.form.id, known=known)
    name = str(plan.identity).split("/")
    path = project.specs_folder() / f"{'-'.join((name[1], name[0], *name[2:]))}.yaml"
    invisible = _invisible(head)
    if invisible is not None:
        return Draft(path=path, data=b"", finding=invisible)
    data = render_starter(plan, head.form, frameworks[plan.framework]).encode()
    return Draft(path=path, data=data, finding=_head_finding(Source(name=str(path), data=data)))


def code_finding(project: Project, code: str) -> Finding | None:
    """Return what is wrong with a code for a department or a project; None for a good one."""
    form = find_plan_form(project, DEFAULT_FORM)
    head = TableHead(form=form, year=_ANY_YEAR, department=(code, Text(zh=code)))
    return draft_table(project, head).finding


def _invisible(head: TableHead) -> Finding | None:
    """The finding about a name with a character that no spec can have."""
    named = filter(None, (head.department, head.project))
    texts = "".join(f"{name.zh or ''}{name.en or ''}" for _, name in named)
    character = find_invisible(texts)
    if character is None:
        return None
    arguments = {"character": describe_character(character)}
    return Finding(rule="yaml-character", arguments=arguments)


def write_draft(draft: Draft, output: Path | None) -> Path:
    """Write a draft and return its path. Raises OutputError if the file exists."""
    path = output or draft.path
    if not is_stream(path):
        refuse_existing([path])
    write_named_files({path: draft.data})
    return path


def _head_finding(source: Source) -> Finding | None:
    """The first value of a head that no spec may have."""
    loaded = load_plan(source)
    if loaded.plan is None:
        return loaded.findings[0].finding
    code = loaded.plan.department.code
    return reserved_code(code) if is_reserved(code) else None


def _head_plan(head: TableHead) -> Plan:
    """The plan with the head of a spec alone."""
    form, (code, name) = head.form, head.department
    usual = next(iter(form.frameworks))
    return Plan(
        year=head.year,
        form=form.id,
        department=Department(code=code, name=name),
        project=PlanProject(code=head.project[0], name=head.project[1]) if head.project else None,
        framework=_USUAL_FRAMEWORK if usual == ANY_FRAMEWORK else usual,
        currency_unit=USUAL_CURRENCY if form.has_tasks and form.money is None else "",
        languages=LANGUAGES if name.en else ("zh",),
    )
