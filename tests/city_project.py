"""A project of two departments, made of the examples of forms.

One has an overall table and a project of its own form, the other three projects that stand on one
sheet.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from paths import PACKAGE
from referencing import Registry, Resource

WATER, ROADS = "demo-water", "demo-roads"
RIVER = f"{WATER}/2026/example-river"
SHEET = f"{ROADS}/2026/projects"
CODES = ["bridges", "resurfacing", "road-weather"]
EXAMPLES = (
    "overall-2015", "project-2021", "project-sichuan", "project-sichuan-bridges",
    "project-sichuan-weather",
)  # fmt: skip


def make_city(root: Path) -> Path:
    """Write the project."""
    specs = root / "specs"
    specs.mkdir(parents=True)
    for name in EXAMPLES:
        shutil.copy(PACKAGE / "data" / "examples" / f"{name}.yaml", specs)
    settings = 'address = "https://example.org/disclosure"\nlicence = "CC-BY-4.0"\n'
    (root / "perf-report.toml").write_text(settings, "utf-8")
    return root


def edit(spec: Path, *changes: tuple[str, str]) -> None:
    """Replace each text, once; it has to be there."""
    text = spec.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    spec.write_text(text, "utf-8")


def schema_errors(name: str, data: Any) -> list[str]:
    """What a schema of the package finds wrong with data."""
    folder = PACKAGE / "schemas"
    schema, table = (
        json.loads((folder / f"{each}.schema.json").read_bytes()) for each in (name, "table")
    )
    registry = Registry().with_resource(table["$id"], Resource.from_contents(table))
    validator = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(data)]
