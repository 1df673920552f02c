"""The build configuration of a project."""

from collections.abc import Iterable
from pathlib import Path

from perf_report.app.machine import user_cache
from perf_report.app.project import Project
from perf_report.errors import SettingsError
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.output_files import FORMATS, USUAL_FORMATS, Format
from perf_report.render.localized_text import Mode


def project_config(
    project: Project,
    *,
    templates: Path | None = None,
    fonts: Iterable[Path] = (),
    changes_mode: Mode | None = None,
) -> BuildConfig:
    """Return the configuration of a project, with what the command line says otherwise.

    Raises SettingsError.
    """
    return BuildConfig(
        templates=project.template_folders(templates),
        fonts=project.fonts(fonts),
        policy=project.policy(),
        changes_mode=changes_mode or project.changes_mode(),
        address=project.address(),
        cache=user_cache(),
    )


def project_formats(project: Project) -> tuple[Format, ...]:
    """Return the formats that a build makes. Raises SettingsError for an unknown one."""
    named = project.settings.formats
    for name in named:
        if name not in FORMATS:
            raise SettingsError("settings-format", format=name, known=", ".join(FORMATS))
    return tuple(each for each in FORMATS if each in named) or USUAL_FORMATS
