"""The use case of `forms`: which forms a project can print, and what their files say."""

from collections.abc import Iterable

from perf_report import resources
from perf_report.app.project import Project
from perf_report.errors import SettingsError
from perf_report.model.close_match import close_match
from perf_report.model.form import Form
from perf_report.parse.forms import find_form_file, load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.source import read_source


def list_forms(project: Project) -> list[Form]:
    """Return the built-in forms and the project's own, by id. Raises PerfReportError."""
    frameworks = load_frameworks(project.framework_folders())
    forms = load_forms(project.form_folders(), frameworks.keys())
    return [forms[id_] for id_ in sorted(forms)]


def form_file(project: Project, id_: str) -> bytes:
    """Return the bytes of a form's file. Raises PerfReportError if there is no such form."""
    path = find_form_file(id_, project.form_folders())
    if path is None:
        raise unknown_form(id_, (form.id for form in list_forms(project)))
    return read_source(path).data


def unknown_form(id_: str, known: Iterable[str]) -> SettingsError:
    """Return the error that there is no form with this id, with a close one of the known ids."""
    ids = sorted(known)
    close, listed = close_match(id_, ids), ", ".join(ids)
    if close:
        return SettingsError("form-unknown-close", id=id_, close=close, known=listed)
    return SettingsError("form-unknown", id=id_, known=listed)


def example_spec(project: Project, id_: str) -> bytes:
    """Return the bytes of the made-up spec of a built-in form, or the report on one.

    Raises PerfReportError if there is no such form, or no example of it.
    """
    form_file(project, id_)
    folders = (resources.example_specs_path(), resources.example_reports_path())
    found = [path for folder in folders if (path := folder / f"{id_}.yaml").exists()]
    if not found:
        raise SettingsError("form-no-example", id=id_)
    return read_source(found[0]).data
