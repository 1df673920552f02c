"""Built tables of projects, put into an output folder as a build would write them.

What they look like on paper is tested elsewhere: their web pages have a word in place of the sheet.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from paths import PACKAGE

from perf_report.outputs.manifest import MANIFEST, Entry, Manifest

EXAMPLE = (PACKAGE / "data" / "examples" / "project-2021.yaml").read_text("utf-8")


def project_spec(department: str, year: int, code: str, extra: str = "") -> str:
    """The spec of a project, made of the example; `extra` are further lines at its top level."""
    text = EXAMPLE
    for old, new in (
        ("code: demo-water", f"code: {department}"),
        ("code: example-river", f"code: {code}"),
        ("示例河堤防加固和疏浚项目", project_name(code)),
        ("year: 2026", f"year: {year}"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text + extra


def project_name(code: str) -> str:
    """The Chinese name of a project."""
    return f"示例项目{code}"


def project_data(
    department: Mapping[str, Any], year: int, code: str, amount: str | None = "12.50"
) -> dict[str, Any]:
    """The `table.json` of a project: a goal, an indicator of it, and one that has no goal."""
    indicator = {
        "category": "output.quantity",
        "level1": {"zh": "产出指标", "en": "Output"},
        "level2": {"zh": "数量指标", "en": "Quantity"},
        "target": {"text": {"zh": "≥3座", "en": "≥ 3"}, "operator": "≥", "value": "3"},
    }
    data = {
        "version": 2,
        "form": "project-2021",
        "year": year,
        "department": department,
        "project": {
            "code": code,
            "name": {"zh": project_name(code), "en": f"Example Project {code}"},
        },
        "framework": {"id": "national", "name": {"zh": "指标体系", "en": "Framework"}},
        "currency_unit": "万元",
        "languages": ["zh", "en"],
        "goals": [
            {"number": 1, "id": "whole", "horizon": "midterm",
             "text": {"zh": "长期目标", "en": "A goal"}},
            {"number": 1, "id": "part", "text": {"zh": "年度目标", "en": "Another"}},
        ],
        "indicators": [
            indicator | {"id": "piers", "goal": "whole", "horizon": "midterm",
                         "name": {"zh": "建成桥墩", "en": "Piers built"}},
            indicator | {"id": "spans", "horizon": "annual",
                         "name": {"zh": "架设桥跨", "en": "Spans laid"}},
        ],
    }  # fmt: skip
    funds = {} if amount is None else {"funds": {"total": {"amount": amount}}}
    return data | funds


def put_table(output: Path, folder: str, data: Mapping[str, Any], spec: str) -> None:
    """Write a built table into a folder of the output, and into the manifest."""
    page = f"<html><body><main><p>{folder}</p></main></body></html>"
    files = {
        "table.json": json.dumps(data, ensure_ascii=False),
        "spec.yaml": spec,
        "table.zh.html": page,
        "table.en.html": page,
    }
    manifest = Manifest.read(output / MANIFEST)
    for name, text in files.items():
        path = output / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        manifest.files[f"{folder}/{name}"] = Entry(
            sha256=hashlib.sha256(text.encode()).hexdigest(), size=len(text.encode()),
            inputs="", maker="",
        )  # fmt: skip
    (output / MANIFEST).write_bytes(manifest.to_bytes())


def put_project(
    output: Path, department: Mapping[str, Any], year: int, code: str,
    amount: str | None = "12.50", extra: str = "",
) -> None:  # fmt: skip
    """Write the built table of a project; `department` is its code and its name."""
    spec = project_spec(department["code"], year, code, extra)
    data = project_data(department, year, code, amount)
    put_table(output, f"{department['code']}/{year}/{code}", data, spec)
