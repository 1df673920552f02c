"""The digest of the sources that decide an output: all that they import, and nothing else."""

import ast
import shutil
from pathlib import Path

import pytest
from paths import PACKAGE

from perf_report import resources
from perf_report.outputs import source_digest
from perf_report.outputs.build_config import CHANGES_MAKER, TABLE_MAKER


def names_by_syntax(source: str) -> set[str]:
    """The names of modules, or of what is in them, that a source imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "perf_report"}


def sources() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 200
    return found


def test_every_import_of_every_module_is_found() -> None:
    for path in sources():
        text = path.read_text("utf-8")
        missed = names_by_syntax(text) - set(source_digest.imported_names(text))
        assert not missed, path


def test_the_closure_has_what_makes_files_and_nothing_of_the_commands() -> None:
    tables = source_digest._closure([TABLE_MAKER])
    changes = source_digest._closure([CHANGES_MAKER])

    for name in ("pdf.printer", "render.html", "render.table_data", "model.plan", "pdf"):
        assert f"perf_report.{name}" in tables, name
    assert "perf_report.diff.significance" in changes
    layers = {name.split(".")[1] for name in {**tables, **changes} if "." in name}
    assert not layers & {"app", "cli", "site", "publish", "signing"}


def test_the_digest_changes_with_a_source_and_with_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "perf_report"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("fonts", "__pycache__"))
    monkeypatch.setattr(resources, "PACKAGE", package)

    def digest() -> str:
        return source_digest.source_digest.__wrapped__(TABLE_MAKER)

    seen = {digest()}
    for name in ("pdf/printer.py", "pdf/__init__.py", "data/units.yaml"):
        (package / name).write_text((package / name).read_text("utf-8") + "\n", "utf-8")
        seen.add(digest())
    assert len(seen) == 4

    (package / "cli/build.py").write_text("")
    assert digest() in seen
