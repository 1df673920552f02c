"""What the pages and PDFs of a project are made with."""

from collections.abc import Iterable
from pathlib import Path

from perf_report.app.project import Project, user_cache
from perf_report.outputs.build_config import BuildConfig


def project_config(
    project: Project, *, templates: Path | None = None, fonts: Iterable[Path] = ()
) -> BuildConfig:
    """The configuration of a project, with a folder of templates and fonts that a command adds.

    Raises SettingsError.
    """
    return BuildConfig(
        templates=project.template_folders(templates),
        fonts=project.fonts(fonts),
        policy=project.policy(),
        address=project.address(),
        cache=user_cache(),
    )
