"""The list of tables: states that are found in the background, and what is disclosed."""

import re
from pathlib import Path

import pytest
from cases import for_each
from paths import SMALL_SPEC
from served import serving

from perf_report.app.project import Project
from perf_report.app.status import DisclosedTables
from perf_report.app.workbench import project_states
from perf_report.app.workbench.project_states import ProjectStates
from perf_report.app.workbench.scanned_names import scan_names
from perf_report.errors import PublishError


def specs_in(folder: Path, count: int) -> Path:
    (folder / "specs").mkdir()
    text = SMALL_SPEC.read_text("utf-8")
    for number in range(count):
        code = f"bureau-{number}"
        spec = text.replace("example-bureau", code)
        (folder / "specs" / f"2025-{code}.yaml").write_text(spec, "utf-8")
    return folder


def test_the_list_appears_at_once_and_states_fill_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_states, "_SOON", 0)
    folder = specs_in(tmp_path, 6)
    report = (
        "format: 1\nreport: monitoring\nof: {department: bureau-0, year: 2025}\nthrough: 2025-07\n"
    )
    (folder / "specs" / "july.yaml").write_text(report, "utf-8")
    with serving(folder) as client:
        client.enter()
        text = client.ask("GET", "/list").text
        assert text.count("/spec/2025-bureau") == 6
        assert ">july.yaml</a>" in text
        states = dict(re.findall(r'id="states-([0-9])">(.*?)</span></?', text))
        assert len(states) == 7
        monkeypatch.setattr(project_states, "_SOON", 20)
        asked = re.search(r"/list/further\?search=(\d+)&amp;count=(\d+)", text)
        assert asked
        further = client.ask("GET", f"/list/further?search={asked[1]}&count={asked[2]}").text
        found = set(re.findall(r'id="states-([0-9])" hx-swap-oob="true"', further))
        assert len(found) == 7 - int(asked[2])
        # Which report it is, is known by then.
        assert re.search(
            r'id="name-[0-9]" href="/spec/july.yaml" hx-swap-oob="true">监控或自评', further
        )
        assert "hx-get" not in further
        # A list of another search is asked for as a whole.
        assert 'hx-get="/list"' in client.ask("GET", "/list/further?search=99&count=x").text
        whole = client.ask("GET", "/list").text
        assert "正在检查" not in whole
        assert "警告" in whole


def test_tables_are_compared_with_what_is_disclosed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = ProjectStates(Project(root=specs_in(tmp_path, 1)), str(tmp_path / "no" / "such"))
    monkeypatch.setattr(project_states, "_SOON", 20)
    known = states.find()
    assert known.is_whole
    assert [each.item.disclosed for each in known.specs if each.item] == [None]

    def unreachable(*_: object) -> DisclosedTables:
        raise PublishError("target-scheme", scheme="x")

    monkeypatch.setattr(project_states, "open_disclosed", unreachable)
    known = states.find()
    # What is wrong with the target is told, and the tables are checked nevertheless.
    assert known.error is not None
    assert all(each.item for each in known.specs)
    states.stop()


@for_each(
    "text,names",
    [
        ("department:\n  code: a\n  name: {zh: 甲局, en: A}\n", ("甲局", "")),
        ("department: {name: {en: A, zh: 甲局}}\nproject:\n  # x\n\n  name: 乙\n", ("甲局", "乙")),
        ("department:\n  name:\n    zh: '甲 局'  # x\n", ("甲 局", "")),
        ('department:\n  name: "甲, 局"\r\n  code: a\r\ntasks:\n  - name: 丙\n', ("甲, 局", "")),
        ("department:\n  code: a\ntasks:\n  - name: 丙\n", ("", "")),
        ("department: &a {code: a, name: *b}\n", ("", "")),
    ],
)
def test_names_are_found_by_the_layout(text: str, names: tuple[str, str]) -> None:
    assert scan_names(text.encode()) == names
