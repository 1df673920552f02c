"""Reports over HTTP: begun from their plan, filled in, scored as one types, and saved."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from paths import REAL_SPEC, SMALL_SPEC, TESTS
from served import Answer, Client, serving, shown_cells, ways_to_cells

PLAN, NAME = "2025-example.yaml", "2025-example-evaluation.yaml"
REPORT = """\
format: 1
report: evaluation
of: {department: example-bureau, year: 2025}
form: department-evaluation
scoring: mof-2020
as_of: 2025-12-31
# 决算数
funds:
  service: {initial: 409.60, executed: 398.21}  # 待对账
indicators:
  windows:
    # 现场清点
    actual: 18台
"""
REAL_NAME = "2025-ccpit-tianjin-evaluation.yaml"
REAL_REPORT = TESTS / "data" / "reports" / REAL_NAME
EVALUATION = {"kind": "evaluation", "form": "department-evaluation", "scoring": "mof-2020"}
MONITORING = {"kind": "monitoring", "form": "monitoring-central", "month": "7"}
REACHED = "indicators.windows"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / PLAN).write_bytes(SMALL_SPEC.read_bytes())
    (tmp_path / "specs" / NAME).write_text(REPORT, "utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with serving(folder) as opened:
        opened.enter()
        opened.show(NAME)
        yield opened


def begin(client: Client, given: dict[str, str], plan: str = PLAN) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.ask("POST", f"/report/{plan}", urlencode(given).encode(), headers)


def tag_of(page: str, route: str) -> str:
    found = re.search(rf'<td id="[^"]+"[^>]*data-route="{re.escape(route)}"[^>]*>', page)
    assert found, route
    return found[0]


def test_a_report_is_begun_from_its_plan_and_listed_below_it(client: Client, folder: Path) -> None:
    assert client.show(PLAN).count(f'action="/report/{PLAN}"') == 2
    assert "/report/" not in client.show(NAME)
    begun = begin(client, MONITORING)
    name = "2025-example-monitoring-07.yaml"
    assert (begun.status, begun.headers["location"]) == (303, f"/spec/{name}")
    text = (folder / "specs" / name).read_text("utf-8")
    assert text == (
        "# yaml-language-server: $schema=../report.schema.json\n"
        "format: 1\nreport: monitoring\nof: {department: example-bureau, year: 2025}\n"
        "form: monitoring-central\nthrough: 2025-07\n"
    )
    # One that is there already is opened, whatever its file is called.
    (folder / "specs" / NAME).rename(folder / "specs" / "other.yaml")
    assert begin(client, EVALUATION).headers["location"] == "/spec/other.yaml"
    listed = client.ask("GET", "/list").text
    assert listed.index(PLAN) < listed.index(name) < listed.index("other.yaml")
    assert "运行监控（1-7月）" in listed
    for wrong in ({"month": "13"}, {"form": "overall-2015"}, {"kind": "x", "month": ""}):
        assert begin(client, {**MONITORING, **wrong}).status == 400
    assert begin(client, {**EVALUATION, "scoring": "../x"}).status == 400
    assert begin(client, EVALUATION, NAME).status == 409
    assert begin(client, EVALUATION, "no.yaml").status == 409


def test_scores_follow_what_is_typed_and_a_reason_is_asked_for(folder: Path) -> None:
    name, reached = REAL_NAME, "indicators.opinion-reports"
    for path in (REAL_SPEC, REAL_REPORT):
        (folder / "specs" / path.name).write_bytes(path.read_bytes())
    with serving(folder) as client:
        client.enter()
        page = client.show(name)
        assert "得分97.61分，等级：优" in page
        assert 'data-action="add"' not in page
        assert "goals.it-services.achieved" in shown_cells(page)
        answer = client.type_in(name, (f"{reached}.actual", {"value": "1份"}))
        changed = re.findall(r'data-route="([^"]+)"', answer.text)
        assert {f"{reached}.{key}" for key in ("actual", "score", "reason")} <= set(changed)
        assert 'id="form"' not in answer.text
        assert len(answer.text) < 20_000
        assert "得分97.61分" not in answer.text
        tag = tag_of(answer.text, f"{reached}.reason")
        assert "is-warning" in tag
        assert f'data-go="{tag.split(chr(34))[1]}"' in answer.text
        answer = client.type_in(name, (f"{reached}.reason", {"zh": "改为季报。", "en": ""}))
        assert "is-warning" not in tag_of(answer.text, f"{reached}.reason")
        client.post(name, "undo")
        assert "得分97.61分，等级：优" in client.post(name, "undo").text


def test_what_is_typed_is_put_in_its_place_and_all_else_stays(client: Client, folder: Path) -> None:
    path = folder / "specs" / NAME
    client.type_in(
        NAME,
        ("funds.service.executed", {"value": "1,300.5"}),
        ("funds.service.adjusted", {"value": "409.6"}),
        (f"{REACHED}.reason", {"zh": "加班。", "en": "Overtime."}),
        (f"{REACHED}.score", {"value": "9.5"}),
    )
    client.post(NAME, "save")
    text = REPORT.replace("executed: 398.21", "adjusted: 409.60, executed: 1300.50")
    text = text.replace(
        "18台\n", "18台\n    score: 9.50\n    reason:\n      zh: 加班。\n      en: Overtime.\n"
    )
    assert path.read_text("utf-8") == text
    # A row that is left empty goes with its last value, and a new part stands in its place.
    for route, parts in shown_cells(client.show(NAME)).items():
        if route.startswith("funds.service."):
            client.type_in(NAME, (route, dict.fromkeys(parts, "")))
    client.post(NAME, "save")
    assert "funds:" not in path.read_text("utf-8")
    client.type_in(NAME, ("funds.service.initial", {"value": "5"}))
    client.post(NAME, "save")
    text = path.read_text("utf-8")
    assert text.index("as_of:") < text.index("  service:") < text.index("indicators:")


def test_what_does_not_fit_is_kept_and_the_rest_is_shown(client: Client) -> None:
    count = len(shown_cells(client.show(NAME)))
    cells = (
        ("funds.service.executed", {"value": "约四百"}),
        ("as_of", {"value": "年底"}),
        (f"{REACHED}.actual", {"value": "≥4台", "en": ""}),
    )
    answer = client.type_in(NAME, *cells)
    page = client.show(NAME)
    assert len(shown_cells(page)) == count
    for route, parts in cells:
        tag = tag_of(page, route)
        assert f'data-part-value="{parts["value"]}"' in tag
        assert "is-error" in tag or route == f"{REACHED}.actual"
    assert "错误2项" in answer.text
    refused = ((f"{REACHED}.weight", {"value": "1"}), ("indicators.none.actual", {"value": "1"}),
               ("of.year", {"value": "2026"}), ("weights.none", {"value": "1"}))  # fmt: skip
    for cell in refused:
        assert 'data-notice="not-edited"' in client.type_in(NAME, cell).text


def test_a_report_has_its_revision_and_points_beside_its_form(client: Client, folder: Path) -> None:
    details = client.ask("GET", f"/spec/{NAME}/details?route=head").text
    assert shown_cells(details).keys() == {
        "revision", "revision_note", "weights.output", "weights.benefit", "weights.satisfaction",
    }  # fmt: skip
    assert "产出指标的分值" in details
    client.type_in(
        NAME, ("weights.output", {"value": "60"}), ("revision", {"value": "2"}),
        ("revision_note", {"zh": "更正执行数。", "en": "Corrected."}),
    )  # fmt: skip
    client.post(NAME, "save")
    text = (folder / "specs" / NAME).read_text("utf-8")
    assert "revision: 2\n" in text
    assert "output: 60" in text
    assert text.index("scoring:") < text.index("revision:") < text.index("as_of:")
    # Help names what is on the page, and no key of the file.
    assert "请在“表的其他内容”中核对一级指标的分值。" in client.show(NAME)


def test_a_plan_that_is_saved_elsewhere_is_shown_by_its_report(
    client: Client, folder: Path
) -> None:
    assert client.follow(NAME).status == 204
    plan = folder / "specs" / PLAN
    plan.write_text(plan.read_text("utf-8").replace("窗口", "柜台"), "utf-8")
    answer = client.follow(NAME)
    assert 'data-notice="followed-plan"' in answer.text
    assert client.follow(NAME).status == 204


def test_a_block_with_names_fills_the_rows_of_these_names(client: Client, folder: Path) -> None:
    plan = folder / "specs" / PLAN
    more = "".join(
        f"      - id: {id_}\n        category: output.quantity\n"
        f"        name: {{zh: {name}, en: {id_.title()}}}\n        target: ≥2个\n"
        for id_, name in (("desks", "柜台数量"), ("twins", "同名"), ("twins-2", "同名"))
    )
    plan.write_text(plan.read_text("utf-8") + more, "utf-8")
    client.follow(NAME)
    page = client.show(NAME)
    anchor = tag_of(page, f"{REACHED}.actual").split('"')[1]
    block = [
        ["三级指标", "权重", "实际完成值", "评语"],
        ["没有的指标", "", "9个", ""],
        ["同名", "", "8个", ""],
        ["柜台 数量", "", "3个", "好"],
        ["窗口数量", "10", "19台", ""],
    ]
    answer = client.post(NAME, "paste", anchor=anchor, rows=json.dumps(block))
    cells = shown_cells(client.show(NAME))
    values = [cells[f"indicators.{id_}.actual"]["value"] for id_ in ("windows", "desks", "twins")]
    assert values == ["19台", "3个", ""]
    assert re.findall("<li>(.*?)</li>", answer.text.partition("pasted-part")[2]) == [
        "评语", "没有的指标", "同名"
    ]  # fmt: skip


def test_ticks_are_a_likelihood_and_causes(client: Client, folder: Path) -> None:
    name = begin(client, MONITORING).headers["location"].rpartition("/")[2]
    client.show(name)
    answer = client.type_in(
        name,
        (f"{REACHED}.so_far", {"value": "2台"}),
        (f"{REACHED}.causes.staff", {"value": "√"}),
        (f"{REACHED}.causes.funding", {"value": "yes"}),
        (f"{REACHED}.likelihood.certain", {"value": "是"}),
        (f"{REACHED}.likelihood.possible", {"value": "√"}),
    )
    # Whether a target is reached is one of three: the tick before is gone.
    cells = shown_cells(client.show(name))
    assert cells[f"{REACHED}.likelihood.certain"] == {"value": ""}
    assert cells[f"{REACHED}.likelihood.possible"] == {"value": "yes"}
    assert "is-error" in tag_of(answer.text, f"{REACHED}.reason")
    client.post(name, "save")
    text = (folder / "specs" / name).read_text("utf-8")
    assert text.endswith(
        "indicators:\n  windows:\n    so_far: 2台\n    likelihood: possible\n"
        "    causes: [funding, staff]\n"
    )
    told = client.type_in(name, (f"{REACHED}.causes.other", {"value": "也许"}))
    assert 'data-notice="not-edited"' in told.text
    client.type_in(
        name, *((f"{REACHED}.causes.{each}", {"value": ""}) for each in ("staff", "funding"))
    )
    client.post(name, "save")
    assert "causes" not in (folder / "specs" / name).read_text("utf-8")


def test_a_report_that_another_changed_meanwhile_is_merged(client: Client, folder: Path) -> None:
    path = folder / "specs" / NAME
    client.type_in(NAME, (f"{REACHED}.actual", {"value": "5台"}))
    other = path.read_text("utf-8").replace("executed: 398.21", "executed: 399.00") + "# theirs\n"
    path.write_text(other, "utf-8")
    assert 'data-notice="merged"' in client.post(NAME, "save").text
    merged = path.read_text("utf-8")
    assert merged.endswith("# theirs\n")
    assert "executed: 399.00" in merged
    assert "actual: 5台" in merged
    client.type_in(NAME, (f"{REACHED}.actual", {"value": "约五台", "en": "About five"}))
    path.write_text(merged.replace("actual: 5台", "actual: 6台"), "utf-8")
    refused = client.post(NAME, "save").text
    assert 'data-notice="conflict"' in refused
    assert "<li>窗口数量 · 实际完成值：" in refused
    assert "actual: 6台" in path.read_text("utf-8")
    assert 'data-notice="saved-mine"' in client.post(NAME, "save", prefer="draft").text
    assert "zh: 约五台" in path.read_text("utf-8")


def test_a_plan_that_is_saved_is_what_its_report_is_on(client: Client) -> None:
    client.show(PLAN)
    client.type_in(PLAN, ("goals.0.indicators.0.target", {"value": "≥40台", "en": "", "by": ""}))
    client.post(PLAN, "save")
    answer = client.type_in(NAME, ("as_of", {"value": "2025-12-30"}))
    assert "is-warning" in tag_of(answer.text, f"{REACHED}.reason")


def test_what_has_no_column_is_filled_in_in_details(client: Client) -> None:
    address = f"/spec/{NAME}/details?route={REACHED}"
    details = client.ask("GET", address).text
    assert set(shown_cells(details)) == {
        f"{REACHED}.{key}"
        for key in ("initial", "tier", "score_reason", "remedy", "not_applicable")
    }
    assert '<option value="partly">' in details
    page = client.show(NAME)
    lists = set(re.findall(r'<template id="([^"]+)"', page))
    assert lists.isdisjoint(re.findall(r'<template id="([^"]+)"', details))
    client.type_in(NAME, (f"{REACHED}.not_applicable", {"zh": "停办。", "en": ""}),
                   (f"{REACHED}.actual", {"value": "", "en": "", "by": ""}))  # fmt: skip
    assert "不适用" in client.show(NAME)
    for route in ("indicators", "indicators.none", "goals.9.x", "../x"):
        assert client.ask("GET", f"/spec/{NAME}/details?route={route}").status == 404


def test_files_and_review_of_a_report(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "specs" / NAME
    path.write_text(REPORT.replace("scoring: mof-2020\n", ""), "utf-8")
    client.show(NAME)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    answer = client.ask("GET", f"/spec/{NAME}/file.docx")
    assert (answer.status, answer.text[:2]) == (200, "PK")
    handed_in = client.post(NAME, "hand-in", officer="张三").text
    assert "review/example-bureau-2025-evaluation" in handed_in
    client.type_in(NAME, (f"{REACHED}.actual", {"value": "", "en": "", "by": ""}))
    refused = client.ask("GET", f"/spec/{NAME}/file.pdf")
    assert refused.status == 409
    assert "报告" in refused.text
    # There is no report of the year before.
    assert "<pre" not in client.ask("GET", f"/spec/{NAME}/changes").text


def test_a_change_of_a_report_leads_to_its_cell(client: Client, folder: Path) -> None:
    earlier = REPORT.replace("18台", "17台").replace("executed: 398.21", "executed: 398.20")
    (folder / "specs" / "2025-earlier.yaml").write_text(earlier, "utf-8")
    told = client.ask("GET", f"/spec/{NAME}/changes?file=2025-earlier.yaml").text
    ways = ways_to_cells(told, client.show(NAME))
    assert f"{REACHED}.actual" in ways.values()
    assert "funds.service.executed" in ways.values()
