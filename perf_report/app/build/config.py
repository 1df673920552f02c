"""The build configuration of a project."""

from collections.abc import Iterable
from pathlib import Path

from perf_report.app.machine import user_cache
from perf_report.app.project import Project
from perf_report.outputs.build_config import BuildConfig


def project_config(
    project: Project, *, templates: Path | None = None, fonts: Iterable[Path] = ()
) -> BuildConfig:
    """Return the configuration of a project, with templates and fonts of the command line.

    Raises SettingsError.
    """
    return BuildConfig(
        templates=project.template_folders(templates),
        fonts=project.fonts(fonts),
        policy=project.policy(),
        address=project.address(),
        cache=user_cache(),
    )
