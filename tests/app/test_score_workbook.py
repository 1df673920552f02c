"""`perf-report score --format xlsx`: the scores of many departments for a bureau's meeting."""

import io
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Runner

from perf_report import resources

DEMO = (resources.starter_path() / "specs" / "2025-demo.yaml").read_text("utf-8")
EVALUATION = """\
format: 1
report: evaluation
of: {department: CODE, year: 2025}
scoring: mof-2020
as_of: 2025-12-31
funds:
  meadows: {initial: 180.00, executed: 171.00}
  kite-festival: {initial: 85.50, executed: 85.50}
  seed-watch: {initial: 64.50, executed: 64.50}
  operations: {initial: 70.00, executed: 70.00}
indicators:
  meadows-tended: {actual: SOME片, reason: {zh: "=雨季", en: Rain}}
  meadow-cover: {actual: 85%}
  spring-upkeep: {actual: 2025-04-20}
  meadow-cost: {actual: 180万元}
  pollinators: {actual: {zh: 稳定, en: Stable}, tier: achieved, score: 9.5}
  meadow-visitors: {actual: 90%}
  kite-shows: {actual: 6场}
  kite-workshops: {actual: 10场}
  kite-strings: {actual: 98%}
  festival-time: {actual: 2025-05-20}
  kite-cost: {actual: 85.5万元}
  snack-stalls: {actual: {zh: 增加, en: More}, tier: achieved, score: 10}
  kite-visitors: {actual: 90.25%}
  drift-reports: {actual: 12份}
  forecast-accuracy: {actual: 80%}
  yearbook: {actual: 2025-12-20}
  services-cost: {actual: 134.5万元}
  forecast-lookups: {actual: 39万次}
  sneezers: {actual: 85%}
"""
CODES = {"poor": "蒲公英局", "rich": "风筝局", "late": "飞絮局", "wrong": "草地局", "other": "旧局"}


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    specs.mkdir()
    for code, name in CODES.items():
        table = DEMO.replace("demo-dandelion", code).replace("示例市蒲公英局（虚构）", name)
        if code == "other":
            table = table.replace("year: 2025", "year: 2024").replace("2025-", "2024-")
        (specs / f"{code}.yaml").write_text(table, "utf-8")
    for code, some in (("poor", "8"), ("rich", "16"), ("wrong", "16")):
        text = EVALUATION.replace("CODE", code).replace("SOME", some)
        text += "  drift: {}\n" if code == "wrong" else ""
        (specs / f"{code}-evaluation.yaml").write_text(text, "utf-8")
    return tmp_path


def workbook(here: Runner, project: Path, *options: str) -> Any:
    command = ("--ui-language", "zh", "score", "--fail-on", "never", "--format", "xlsx=s.xlsx")
    ran = here(*command, *options, cwd=project)
    assert (ran.code, ran.stdout) == (0, "")
    return openpyxl.load_workbook(io.BytesIO((project / "s.xlsx").read_bytes()))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in others]


def test_totals_come_from_the_highest_and_then_the_tables_without_one(
    here: Runner, bureau: Path
) -> None:
    totals = rows(workbook(here, bureau)["评分汇总"])
    # Lost are 0.23 of 3.85 at 16 ÷ 17 meadows, 2.04 at 8 ÷ 17; 0.17 of 3.33 at 90.25 ÷ 95; 0.50 of
    # the words; and 0.22 of 10 at an execution of 391 ÷ 400.
    assert [(each["部门"], each["状况"], each["总分"]) for each in totals] == [
        ("风筝局", "已自评", 98.88),
        ("蒲公英局", "已自评", 97.07),
        ("飞絮局", "未报送自评", None),
        ("草地局", "无法评分", None),
    ]
    first = totals[0]
    assert (first["年度"], first["等级"], first["执行率（%）"]) == (2025, "优", 97.75)
    assert first["总分"] + first["失分"] == pytest.approx(100)
    points = ("执行得分", "产出指标", "效益指标", "满意度指标")
    assert sum(first[each] for each in points) == pytest.approx(first["总分"])
    assert (first["未达到指标值"], first["缺原因说明"], first["错误"]) == (2, 1, 0)
    # No table is one of a project.
    assert "项目" not in first


def test_grades_are_counted(here: Runner, bureau: Path) -> None:
    grades = [tuple(each.values()) for each in rows(workbook(here, bureau)["等级分布"])]
    assert grades == [(2025, "优", 2), (2025, "未报送自评", 1), (2025, "无法评分", 1)]


def test_points_are_lost_from_the_most_to_the_least(here: Runner, bureau: Path) -> None:
    lost = rows(workbook(here, bureau)["失分明细"])
    assert [each["失分"] for each in lost] == sorted((each["失分"] for each in lost), reverse=True)
    first = lost[0]
    assert (first["部门"], first["指标"]) == ("蒲公英局", "养护草地数量")
    assert (first["指标值"], first["实际值"]) == ("≥17片", "8片")
    # A text that looks like a formula is none.
    assert first["原因"] == "=雨季"


def test_a_score_by_hand_has_its_reason_beside_it(here: Runner, bureau: Path) -> None:
    report = bureau / "specs" / "rich-evaluation.yaml"
    by_hand = "90.25%, score: 3, score_reason: {zh: 样本过少。, en: Few answers.}"
    report.write_text(report.read_text("utf-8").replace("90.25%", by_hand), "utf-8")
    lost = rows(workbook(here, bureau)["失分明细"])
    (row,) = (each for each in lost if (each["部门"], each["得分"]) == ("风筝局", 3))
    assert (row["失分"], row["原因"]) == (0.33, "得分理由：样本过少。")


def test_what_is_missing_names_its_department_and_indicator(here: Runner, bureau: Path) -> None:
    missing = rows(workbook(here, bureau)["缺漏和问题"])
    assert missing[0] == {
        "年度": 2025,
        "部门": "飞絮局",
        "文件": "specs/late.yaml",
        "指标": None,
        "问题": "没有绩效自评",
    }
    assert ("风筝局", "风筝节参加者满意度") in {(each["部门"], each["指标"]) for each in missing}
    assert any(each["文件"] == "specs/wrong-evaluation.yaml" for each in missing)


def test_the_same_scores_make_the_same_file(here: Runner, bureau: Path) -> None:
    workbook(here, bureau)
    once = (bureau / "s.xlsx").read_bytes()
    workbook(here, bureau)
    assert (bureau / "s.xlsx").read_bytes() == once


def test_sheets_print_with_their_titles_and_heads(here: Runner, bureau: Path) -> None:
    for sheet in workbook(here, bureau):
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddHeader.center.text == "&A"
        assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "A2")


def test_a_bureau_without_losses_says_so(here: Runner, bureau: Path) -> None:
    for code in ("poor", "wrong"):
        (bureau / "specs" / f"{code}-evaluation.yaml").unlink()
    path = bureau / "specs" / "rich-evaluation.yaml"
    text = path.read_text("utf-8").replace("16片", "17片").replace("90.25%", "95%")
    path.write_text(text.replace("9.5}", "10}"), "utf-8")
    book = workbook(here, bureau)
    assert list(book["失分明细"].iter_rows(values_only=True))[1:] == [("无",)]


def test_without_the_extra_it_says_what_to_install(
    here: Runner, bureau: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "perf_report.office.write_xlsx.plain_workbook"
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = here("score", "--format", "xlsx=s.xlsx", cwd=bureau)
    assert ran.code == 3
    assert "xlsxwriter" in ran.stderr
    assert not (bureau / "s.xlsx").exists()
