"""A page names things of forms, frameworks and scorings by their labels, and not by their ids."""

import re
from pathlib import Path

import pytest
from cases import for_each
from paths import PACKAGE, REAL_SPEC

from perf_report.app.check.spec_check import open_standards
from perf_report.app.project import Project
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page import SpecPage, build_page
from perf_report.app.workbench.readers import Reader
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language

EXAMPLES = PACKAGE / "data" / "examples"
USUAL = "framework: output-cost"


@pytest.fixture(scope="module")
def reader() -> Reader:
    project = Project(root=Path())
    return Reader(project, open_standards(project, ()))


def words_of(text: str, reader: Reader, language: Language) -> list[str]:
    read = reader.read(Source(name="spec.yaml", data=text.encode()))
    page: SpecPage = build_page(read, Draft(text), load_catalogue(language))
    return [f"{each.message} {each.help}" for each in page.findings if each.severity != "info"]


# What is wrong in a spec, the labels that tell of it, and the ids that do not.
FAULTS: list[tuple[str, tuple[str, str], tuple[str, str], str]] = [
    ("", (USUAL, "framework: cost-first"), ("成本优先表式（2021年）", "Cost-first form (2021)"),
     "cost-first|output|benefit"),
    ("", (USUAL, "framework: none"), ("产出—成本表式（2015年）", "Output and cost form (2015)"),
     "output-cost"),
    ("", (USUAL, f"form: overal-2015\n{USUAL}"), ("整体支出绩效目标表", "Overall Expenditure"),
     "overall-2015"),
    # A form of reports has columns that no plan has.
    ("", (USUAL, f"form: monitoring-central\n{USUAL}"),
     ("绩效目标执行监控表", "Monitoring of Performance Targets"), "monitoring-central|overall"),
    ("", ("category: output.quantity", "category: output.quantit"), ("数量指标", "Quantity"),
     r"output\.quantity"),
    ("", ("category: output.quantity", "category: 数量指标"), ("从列表中选择", "from the list"),
     r"output\.quantity"),
    ("", ("tasks: [it-security]", "tasks: [it-securit]"),
     ("开展网络安全", "Carry out cybersecurity"), "it-security"),
    ("project-chongqing", ("\nyear: ", f"\n{USUAL}\nyear: "),
     ("重庆市项目支出指标体系", "Framework of Chongqing"), "chongqing|output-cost"),
    ("project-2021", ("horizon: midterm", "horizon: later"), ("中期目标", "Medium-term"),
     "midterm"),
    ("overall-hubei", ("  - id: ", "  - horizon: later\n    id: "), ("长期目标", "Long-term"),
     "annual"),
]  # fmt: skip


@for_each("name,fault,labels,ids", FAULTS)
def test_findings_name_labels(
    name: str, fault: tuple[str, str], labels: tuple[str, str], ids: str, reader: Reader
) -> None:
    path = EXAMPLES / f"{name}.yaml" if name else REAL_SPEC
    text = path.read_text("utf-8")
    assert fault[0] in text
    for language, label in zip(LANGUAGES, labels, strict=True):
        words = words_of(text.replace(*fault, 1), reader, language)
        assert any(label in each for each in words), words
        # In English, words such as national are no ids unless they stand alone.
        assert not [each for each in words if re.search(rf"(?<![\w ])({ids})(?![\w ])", each)]
