"""The made-up spec of every form passes every check."""

import json
import shutil
from pathlib import Path

from conftest import Runner

from perf_report import resources


def test_the_examples_have_no_errors_and_no_warnings(here: Runner, tmp_path: Path) -> None:
    shutil.copytree(resources.example_specs_path(), tmp_path / "specs")
    ran = here("validate", "--format", "json", "--fail-on", "warning", cwd=tmp_path)
    assert json.loads(ran.stdout)["findings"] == []
    assert ran.code == 0
