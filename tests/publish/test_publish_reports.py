"""`publish` treats a report as a table: it is disclosed once, and a change is a correction."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from builds import contents, make_checker
from conftest import Runner
from publishing import PublishingProject
from score.test_report_rules import PLAN

from perf_report import resources
from perf_report.app.project import Project, open_project
from perf_report.app.publish import new_entries
from perf_report.app.publish.disclosed_content import says_what_was_disclosed
from perf_report.app.publish.drafts import find_drafts
from perf_report.app.publish.initial_budgets import find_other_budgets
from perf_report.app.publish.known_departments import refuse_unknown
from perf_report.errors import PublishError
from perf_report.model.identity import Identity
from perf_report.publish.folder_target import FolderTarget
from perf_report.publish.inventory import digest
from perf_report.publish.target import Target
from perf_report.site.built_report import parse_site_report
from perf_report.site.department import BuiltTables
from perf_report.site.history import Action, Event, History, RecordFile
from perf_report.site.paths import LEDGER

REPORT = "specs/2025-demo-evaluation.yaml"
FOLDER = "demo-dandelion/2025/evaluation"


def test_a_report_is_disclosed_once_corrected_and_withdrawn(
    office_built: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    subprocess.run(["cp", "-a", office_built, folder], check=True)
    office = PublishingProject(folder, here, monkeypatch)
    # With its own reason, the evaluation is right for the first edition of the plan, too.
    text = (folder / "year" / "2025-demo-evaluation.yaml").read_text("utf-8")
    reason = "{actual: 8场, reason: {zh: 雷雨。, en: Thunderstorms.}}"
    (folder / REPORT).write_text(text.replace("{actual: 8场}", reason), "utf-8")

    with watched_target() as seen:
        ran = office.publish()
    assert ran.code == 0, ran.stderr
    # What is compared with the ledger is compared before anything is uploaded.
    assert seen == ["read", "compare", "upload"]
    assert ran.stdout.splitlines()[-1] == "disclosed: demo-dandelion/2025#evaluation, revision 1"
    files = {path.name for path in (office.www / FOLDER / "r1").iterdir()}
    assert files >= {"evaluation.zh.pdf", "evaluation.en.html", "evaluation.json", "evaluation.csv"}
    entry = ledger(office)[-2]
    assert (entry["report"], entry["action"]) == ("evaluation", "disclose")
    assert set(entry["files"]) == files
    page = (office.www / "demo-dandelion/2025/index.html").read_text("utf-8")
    for told in (
        '<span class="mark missed">未达到</span>', 'href="evaluation/r1/evaluation.zh.pdf"',
        "预算执行率97.53%，得9.75分，分值10。", "公开绩效自评",
    ):  # fmt: skip
        assert told in page
    year = (office.www / "years/2025/index.html").read_text("utf-8")
    assert ">优<" in year.replace(' lang="zh-CN"', "")
    stages = {row["stage"] for row in rows(office.www / "data/results.csv")}
    assert stages == {"plan", "evaluation"}

    assert disclosed_state(office, here) == {"revision": 1, "date": "2026-11-24", "changed": False}
    change(folder, "81.6%", "83%")
    assert disclosed_state(office, here) == {"revision": 1, "date": "2026-11-24", "changed": True}
    first = contents(office.www / FOLDER / "r1")
    repair_while_a_change_is_refused(office)
    assert contents(office.www / FOLDER / "r1") == first

    note = "as_of: 2025-12-31\nrevision: 2\nrevision_note: {zh: 更正满意度。, en: Corrected.}"
    change(folder, "as_of: 2025-12-31", note)
    change(folder, "{zh: 养护17片,", "{zh: 养护18片,")
    change(folder, "executed: 79.20", "executed: 78.20")
    change(folder, "两处观测点上半年缺人", "三处观测点缺人")
    lose_files_of_the_first_revision(office)
    ran = office.publish("--repair")
    assert ran.code == 0, ran.stderr
    old = contents(office.www / FOLDER / "r1")
    assert {name: old[name] for name in first} == first
    look_at_correction(office)
    assert office.run("publish", office.www, "--check").code == 0

    (folder / REPORT).unlink()
    assert office.publish().code == 1
    office.clock += timedelta(minutes=1)
    withdrawn = ("--withdraw", "demo-dandelion/2025#evaluation", "--reason", "误发")
    ran = office.publish(*withdrawn)
    assert ran.code == 0, ran.stderr
    assert not (office.www / FOLDER).exists()
    page = (office.www / "demo-dandelion/2025/index.html").read_text("utf-8")
    assert "撤回绩效自评" in page
    assert "未达到" not in page


def test_a_report_with_a_review_mark_is_a_draft(tmp_path: Path) -> None:
    office, starter = tmp_path / "office", resources.starter_path()
    shutil.copytree(starter / "specs", office / "specs")
    path = office / REPORT
    shutil.copy(starter / "year" / path.name, path)
    project = open_project(office)
    assert find_drafts(project) == set()
    text = path.read_text("utf-8")
    path.write_text(text.replace("{actual: 17片}", "{actual: 17片} # 待 核"), "utf-8")
    assert set(map(str, find_drafts(project))) == {"demo-dandelion/2025#evaluation"}


def repair_while_a_change_is_refused(office: PublishingProject) -> None:
    alter(office.www / FOLDER / "r1/evaluation.json")
    alter(office.www / "index.html")
    ran = office.publish("--repair")
    assert ran.code == 1
    assert "demo-dandelion/2025#evaluation" in ran.stderr
    assert "2 files restored" in ran.stderr
    assert not (office.www / FOLDER / "r2").exists()
    assert office.run("publish", office.www, "--check").code == 0


def lose_files_of_the_first_revision(office: PublishingProject) -> None:
    """Of the PDF there is a copy; of the CSV there is none, so that it is built again."""
    for name in ("evaluation.zh.pdf", "evaluation.csv"):
        alter(office.www / FOLDER / "r1" / name)
    (office.folder / "site" / FOLDER / "r1/evaluation.csv").unlink()
    alter(office.www.parent / ".www.releases/000001" / FOLDER / "r1/evaluation.csv")


def alter(path: Path) -> None:
    """Replace a file by another, and not what hard links to it."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data + b"x")


def look_at_correction(office: PublishingProject) -> None:
    """Not the actual values alone are told: money, columns of the form's own, points, reasons."""
    event = ledger(office)[-2]
    few, sneezers = "缺人，短信提醒六月才开通。", "易打喷嚏居民满意度"
    assert [each["text"]["zh"] for each in event["changes"]] == [
        "示例市蒲公英局（虚构）：总分变动，97.85 → 97.88",
        "示例市蒲公英局（虚构）：预算执行得分变动，9.75 → 9.73",
        "任务1 · 养护全市蒲公英草地：填报内容变动（完成情况），养护17片 → 养护18片",
        "任务2 · 举办春季风筝节：资金数变动（执行数），79.20 → 78.20",
        "目标3 · 易打喷嚏居民满意度：完成值变动，81.6% → 83%",
        "目标3 · 易打喷嚏居民满意度：得分变动，3.20 → 3.25",
        f"目标3 · {sneezers}：填报内容变动（偏差原因），两处观测点上半年{few} → 三处观测点{few}",
    ]
    ran = office.run("diff", office.www / FOLDER / "r1" / "evaluation.zh.pdf", REPORT)
    assert "97.85 → 97.88" in ran.stdout
    assert event["files"].keys() >= {"evaluation.zh.pdf", "correction.html", "correction.json"}
    told = (office.www / FOLDER / "r2" / "correction.html").read_text("utf-8")
    assert "部门整体支出绩效自评表变动对照表" in told
    assert "2025年度更正前后对照" in told
    assert "调整前" not in told
    page = (office.www / "demo-dandelion/2025/index.html").read_text("utf-8")
    assert 'href="evaluation/r2/correction.html"' in page
    assert 'href="evaluation/r1/index.html"' in page
    old = (office.www / FOLDER / "r1" / "index.html").read_text("utf-8")
    assert 'href="evaluation.zh.pdf"' in old
    files = (office.www / "data/2025/index.html").read_text("utf-8")
    assert 'href="../../demo-dandelion/2025/evaluation/r2/evaluation.csv"' in files


FIRST = Event(
    number=1, time=datetime(2025, 3, 1, tzinfo=UTC), action=Action.DISCLOSE, department="water",
    year=2025, revision=1,
)  # fmt: skip


class DisclosedFiles:
    """A target that holds files."""

    name = "www"

    def __init__(self, **files: str) -> None:
        self._files = files

    def read(self, path: str) -> bytes:
        return self._files[path].encode()


@pytest.mark.parametrize(
    ("actions", "wanted"),
    [
        (["adjust"], ["patrols 100.00 120.00"]),
        # A correction before the adjustment has the amounts that count.
        (["correct", "adjust"], []),
        # Nothing was adjusted, or the table was withdrawn.
        (["correct"], []),
        (["adjust", "withdraw"], []),
    ],
)
def test_the_initial_budget_of_a_report_is_that_of_the_table_before_its_adjustment(
    tmp_path: Path, actions: list[str], wanted: list[str]
) -> None:
    corrected = PLAN.replace("basic: 90.00", "basic: 70.00")
    files = {"water/2025/r1/spec.yaml": PLAN, "water/2025/r2/spec.yaml": corrected}
    sealed = {
        path: RecordFile(sha256=digest(text.encode()), size=1) for path, text in files.items()
    }
    table = [
        replace(
            FIRST,
            number=number,
            action=Action(action),
            revision=number,
            files={"spec.yaml": sealed[f"water/2025/r{min(number, 2)}/spec.yaml"]},
        )
        for number, action in enumerate(["disclose", *actions], start=1)
    ]
    report = replace(FIRST, number=9, report="evaluation")
    made = tmp_path / "water" / "2025" / "evaluation.json"
    made.parent.mkdir(parents=True)
    funds = [{"whole": True, "initial": "100.00"}, {"id": "patrols", "initial": "100.00"}]
    made.write_text(json.dumps({"funds": funds}), "utf-8")
    found = find_other_budgets(
        [report],
        History([*table, report]),
        cast("Target", DisclosedFiles(**files)),
        tmp_path,
        make_checker(Project(root=tmp_path)),
    )
    assert [f"{each.row} {each.written} {each.disclosed}" for each in found] == wanted


@contextmanager
def watched_target() -> Iterator[list[str]]:
    """What a publication does: reads the ledger, compares the budgets of reports, uploads."""
    seen: list[str] = []

    def noted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def note(*arguments: Any) -> Any:
            if name != "read" or arguments[1] == LEDGER:
                seen.append(name)
            return call(*arguments)

        return note

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FolderTarget, "read", noted("read", FolderTarget.read))
        patch.setattr(FolderTarget, "apply", noted("upload", FolderTarget.apply))
        patch.setattr(new_entries, "find_other_budgets", noted("compare", find_other_budgets))
        yield seen


def disclosed_state(office: PublishingProject, here: Runner) -> dict[str, Any]:
    """What `status` tells of the disclosed evaluation; there is a file of each entry."""
    ran = here("status", "--target", office.www, "--format", "json", cwd=office.folder)
    assert "no spec" not in ran.stderr
    (item,) = (each for each in json.loads(ran.stdout)["items"] if each["kind"] == "evaluation")
    return cast("dict[str, Any]", item["disclosed"])


def ledger(office: PublishingProject) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (office.www / "ledger.jsonl").read_text().splitlines()]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / REPORT
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_what_a_report_disclosed_is_read_where_its_digest_had_another_form() -> None:
    """An older version took another digest of the same data."""
    data = {
        "report": "evaluation", "year": 2025, "indicators": [], "total": "90.00",
        "department": {"code": "water", "name": {"zh": "水务局"}},
    }  # fmt: skip
    written = json.dumps(data)
    sealed = {"evaluation.json": RecordFile(sha256=digest(written.encode()), size=1)}
    last = replace(FIRST, report="evaluation", content="of an older form", files=sealed)
    target = cast("Target", DisclosedFiles(**{"water/2025/evaluation/r1/evaluation.json": written}))
    for total, is_same in (("90.00", True), ("91.00", False)):
        content = parse_site_report({**data, "total": total}, {}).content
        assert says_what_was_disclosed(content, "", last, target) is is_same


def test_a_department_that_nobody_knows_is_refused() -> None:
    built = BuiltTables(undisclosed=frozenset({Identity("woods", 2025)}))
    refuse_unknown(["water", "woods"], built, History([FIRST]))
    with pytest.raises(PublishError, match="department-unknown"):
        refuse_unknown(["water", "watr"], built, History([FIRST]))
