"""`publish` from spec to reader: disclosed is disclosed, a correction shows as one."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Runner
from publishing import NOON, PublishingProject

from perf_report.model.identity import Identity
from perf_report.model.text import Text
from perf_report.publish.deadlines import find_overdue
from perf_report.publish.decisions import DisclosureRequest, RefusalReason, Withheld, decide
from perf_report.site.history import Action, Event, History
from perf_report.site.table_summary import TableSummary

pytestmark = pytest.mark.usefixtures("papers_kept")

SPEC = "specs/2026-demo.yaml"
CODE = "demo-dandelion"

Publish = Callable[..., Ran]


class Office(PublishingProject):
    """A project, a target, and the command that goes between."""

    def edit(self, old: str, new: str, spec: str = SPEC) -> None:
        path = self.folder / spec
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def correct(self, revision: int = 2) -> None:
        """Lower a target, as a correction with its reason."""
        self.edit("target: ≥12片", "target: ≥7片")
        self.edit(
            "year: 2026",
            f"year: 2026\nrevision: {revision}\n"
            "revision_note: {zh: 更正一项指标值。, en: Corrects one target.}",
        )

    def ledger(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.www / "ledger.jsonl").read_text().splitlines()]

    def page(self, path: str) -> str:
        return (self.www / path).read_text("utf-8")


@pytest.fixture
def office(
    office_built: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """A built project; nothing is published yet."""
    subprocess.run(["cp", "-a", office_built, tmp_path / "office"], check=True)
    return Office(tmp_path / "office", here, monkeypatch)


@pytest.fixture(scope="module")
def first(office_built: Path, tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """A folder with a project and the target that it was published to, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    subprocess.run(["cp", "-a", office_built, folder / "office"], check=True)
    with pytest.MonkeyPatch.context() as patch:
        ran = Office(folder / "office", here, patch).publish()
    assert ran.code == 0, ran.stderr
    return folder


@pytest.fixture
def disclosed(first: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A project whose tables were published once, at a minute past noon."""
    subprocess.run(["cp", "-a", f"{first}/.", tmp_path], check=True)
    opened = Office(tmp_path / "office", here, monkeypatch)
    opened.clock += timedelta(minutes=1)
    return opened


def test_a_publication_is_noted_sealed_and_sound(office: Office) -> None:
    ran = office.publish()
    assert ran.code == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        f"disclosed: {CODE}/2025, revision 1", f"disclosed: {CODE}/2026, revision 1",
    ]  # fmt: skip
    assert [entry["action"] for entry in office.ledger()] == ["disclose", "disclose", "publish"]
    checked = office.run("publish", office.www, "--check")
    assert (checked.code, checked.stdout) == (0, "")


def test_the_ledgers_seal_can_be_checked_by_common_tools(disclosed: Office) -> None:
    sealed = disclosed.ledger()[-1]["sums"]
    told = subprocess.run(
        ["sha256sum", disclosed.www / "SHA256SUMS"], capture_output=True, check=True
    )
    assert told.stdout.decode().split()[0] == sealed
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=disclosed.www, check=True
    )


def test_nothing_new_is_no_publication(disclosed: Office) -> None:
    before = disclosed.page("ledger.jsonl")
    ran = disclosed.publish()
    assert ran.code == 0
    assert "up to date" in ran.stderr
    assert disclosed.page("ledger.jsonl") == before


def test_what_was_disclosed_cannot_change_silently(disclosed: Office) -> None:
    before = disclosed.page(f"{CODE}/2026/index.html"), disclosed.page("ledger.jsonl")
    disclosed.edit("target: ≥12片", "target: ≥7片")
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr
    assert "revision: 2" in ran.stderr
    assert (disclosed.page(f"{CODE}/2026/index.html"), disclosed.page("ledger.jsonl")) == before


def test_a_correction_says_what_changed_and_why_and_leaves_what_was(disclosed: Office) -> None:
    old = {
        path.name: path.read_bytes() for path in (disclosed.www / CODE / "2026" / "r1").iterdir()
    }
    disclosed.correct()
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert ran.stdout == f"corrected: {CODE}/2026, revision 2\n"
    now = {
        path.name: path.read_bytes() for path in (disclosed.www / CODE / "2026" / "r1").iterdir()
    }
    assert {name: data for name, data in now.items() if name != "index.html"} == old
    page = disclosed.page(f"en/{CODE}/2026/index.html")
    assert "Corrects one target." in page
    assert "≥12" in page[: page.index('id="table"')]
    assert "≥7" in page
    assert "r1/index.html" in page
    assert "Corrected on" in disclosed.page(f"en/{CODE}/2026/r1/index.html")
    feed = disclosed.page("en/feed.xml")
    assert "Corrects one target." in feed
    assert feed.index("Correction") < feed.index("<title>Disclosed")
    entry = disclosed.ledger()[-2]
    assert entry["action"] == "correct"
    assert "≥12 pieces" not in json.dumps(entry["files"])
    assert disclosed.run("publish", disclosed.www, "--check").code == 0


def test_an_adjustment_is_no_correction_and_shows_the_target_as_first_disclosed(
    disclosed: Office,
) -> None:
    approved = "{by: {zh: 市财政局, en: Finance Bureau}, on: 2026-11-20}"
    disclosed.edit("target: ≥12片", "target: ≥7片")
    disclosed.edit(
        "year: 2026",
        f"year: 2026\nrevision: 2\nrevision_kind: adjustment\nrevision_approved: {approved}\n"
        "revision_note: {zh: 预算调减。, en: A lower budget.}",
    )
    report = (
        f"format: 1\nreport: monitoring\nof: {{department: {CODE}, year: 2026}}\n"
        "through: 2026-09\n# perf-report: allow report-unanswered -- one is enough for a test\n"
        "indicators:\n  meadows-tended: {so_far: 3片, likelihood: impossible,"
        " causes: [funding], reason: {zh: 资金不足。, en: Too little money.}}\n"
    )
    (disclosed.folder / "specs" / "monitoring.yaml").write_text(report, "utf-8")
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert ran.stdout == f"adjusted: {CODE}/2026, revision 2\n"
    entry = disclosed.ledger()[-2]
    assert (entry["action"], entry["approved"]) == (
        "adjust",
        {"by": {"zh": "市财政局", "en": "Finance Bureau"}, "on": "2026-11-20"},
    )
    page = disclosed.page(f"{CODE}/2026/index.html")
    assert "经市财政局批准" in page
    assert "更正：" not in page
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page)
    assert [re.sub("<[^>]*>", " ", row).split() for row in rows] == [
        ["养护草地数量", "≥12片", "≥7片"]
    ]
    assert "Adjusted on" in disclosed.page(f"en/{CODE}/2026/r1/index.html")
    assert "Adjusted: revision 2" in disclosed.page(f"en/{CODE}/index.html")
    assert "Adjustment" in disclosed.page("en/feed.xml")
    changes = disclosed.page(f"{CODE}/2026/r2/correction.md")
    assert "| 调整前 | 调整后 |" in changes
    kinds = [
        each["kind"]
        for each in json.loads(disclosed.page(f"{CODE}/2026/r2/correction.json"))["judgements"]
    ]
    assert "target-lowered-late" in kinds
    # A correction of the adjusted table keeps the approval, and what was first disclosed.
    disclosed.edit("revision: 2\nrevision_kind: adjustment\n", "revision: 3\n")
    disclosed.edit("养护草地数量", "养护草地的数量")
    disclosed.clock += timedelta(minutes=1)
    ran = disclosed.publish()
    assert ran.stdout == f"corrected: {CODE}/2026, revision 3\n", ran.stderr
    assert "≥12片" in disclosed.page(f"{CODE}/2026/index.html")
    assert disclosed.run("publish", disclosed.www, "--check").code == 0


def test_a_correction_without_a_reason_is_refused(disclosed: Office) -> None:
    disclosed.edit("year: 2026", "year: 2026\nrevision: 2")
    ran = disclosed.publish()
    assert ran.code == 1
    assert "revision_note" in ran.stderr


def test_another_layout_of_the_same_content_is_not_another_disclosure(disclosed: Office) -> None:
    before = (disclosed.www / CODE / "2026" / "r1" / "table.zh.pdf").read_bytes()
    disclosed.edit("year: 2026", "# a remark for colleagues\nyear: 2026")
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert (disclosed.www / CODE / "2026" / "r1" / "table.zh.pdf").read_bytes() == before
    assert "remark" not in disclosed.page(f"{CODE}/2026/r1/spec.yaml")
    assert [entry["action"] for entry in disclosed.ledger()].count("disclose") == 2
    assert disclosed.run("publish", disclosed.www, "--check").code == 0


def test_a_table_whose_spec_is_gone_is_missed(disclosed: Office) -> None:
    (disclosed.folder / "specs/2025-demo.yaml").unlink()
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"{CODE}/2025" in ran.stderr
    assert "--withdraw" in ran.stderr
    assert (disclosed.www / CODE / "2025" / "r1" / "table.zh.pdf").exists()


def test_a_withdrawal_leaves_a_notice_with_the_reason(disclosed: Office) -> None:
    (disclosed.folder / "specs/2025-demo.yaml").unlink()
    ran = disclosed.publish(
        "--withdraw", f"{CODE}/2025", "--reason", "含有个人信息。", "--reason-en", "Private data."
    )
    assert ran.code == 0, ran.stderr
    assert "含有个人信息。" in disclosed.page(f"{CODE}/2025/index.html")
    assert "Private data." in disclosed.page(f"en/{CODE}/2025/index.html")
    assert not (disclosed.www / CODE / "2025" / "r1").exists()
    assert disclosed.run("publish", disclosed.www, "--check").code == 0
    assert "up to date" in disclosed.publish().stderr


def test_what_was_withdrawn_comes_back_as_a_later_revision(disclosed: Office) -> None:
    spec = disclosed.folder / "specs/2025-demo.yaml"
    text = spec.read_text("utf-8")
    spec.unlink()
    disclosed.publish("--withdraw", f"{CODE}/2025", "--reason", "误发。")
    spec.write_text(text, "utf-8")
    assert "revision: 2 or later" not in disclosed.publish().stderr
    assert disclosed.publish().code == 1
    spec.write_text(text.replace("year: 2025", "year: 2025\nrevision: 2", 1), "utf-8")
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert f"disclosed: {CODE}/2025, revision 2" in ran.stdout


def test_a_correction_of_the_year_before_is_pointed_out_beside_the_changes(
    disclosed: Office,
) -> None:
    note = "revision_note: {zh: 更正。, en: Mended.}"
    disclosed.edit("year: 2025", f"year: 2025\nrevision: 2\n{note}", "specs/2025-demo.yaml")
    assert disclosed.publish().code == 0
    assert "has been corrected since" in disclosed.page(f"en/{CODE}/2026/index.html")


def test_a_dry_run_says_what_would_happen_and_does_nothing(office: Office) -> None:
    ran = office.publish("--dry-run")
    assert ran.code == 0
    assert ran.stdout.splitlines() == [
        f"disclosed: {CODE}/2025, revision 1", f"disclosed: {CODE}/2026, revision 1",
    ]  # fmt: skip
    assert "Would send 66 files" in ran.stderr
    assert not office.www.exists()
    ran = office.publish("--dry-run", "--verbose")
    assert f"+ {CODE}/2026/r1/table.zh.pdf" in ran.stdout
    assert "+ ledger.jsonl" in ran.stdout
    assert not office.www.exists()


def test_a_dry_run_tells_new_files_from_changed_ones(disclosed: Office) -> None:
    disclosed.correct()
    lines = disclosed.publish("--dry-run", "--verbose").stdout.splitlines()
    assert {"~ ledger.jsonl", "~ SHA256SUMS", f"+ {CODE}/2026/r2/table.zh.pdf"} <= {*lines}


def test_a_clock_that_runs_backwards_is_told(disclosed: Office) -> None:
    disclosed.correct()
    disclosed.clock -= timedelta(days=1)
    ran = disclosed.publish()
    assert ran.code == 3
    assert "clock" in ran.stderr


def test_a_check_names_what_was_touched_and_fails(disclosed: Office) -> None:
    page = disclosed.www / CODE / "2026" / "index.html"
    page.unlink()
    page.write_text("other", "utf-8")
    (disclosed.www / "stray.txt").write_text("x", "utf-8")
    ran = disclosed.run("publish", disclosed.www, "--check")
    assert ran.code == 1
    assert ran.stdout.splitlines() == [f"altered: {CODE}/2026/index.html", "foreign: stray.txt"]


def test_the_head_of_an_earlier_publication_proves_that_the_history_goes_on(
    office: Office,
) -> None:
    head = re.search(r"[0-9a-f]{64}", office.publish().stderr)
    assert head
    office.correct()
    office.publish()
    assert office.run("publish", office.www, "--check", "--head", head[0]).code == 0
    ran = office.run("publish", office.www, "--check", "--head", "0" * 64)
    assert ran.code == 1
    assert "another history" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--withdraw", "demo/2025"], "--reason"),
        (["--reason", "x"], "--withdraw"),
        (["--withdraw", "../2025", "--reason", "x"], "CODE/YEAR"),
        (["--head", "0" * 64], "--check"),
        (["--check", "--head", "x"], "SHA-256"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_explained(
    office: Office, arguments: list[str], words: str
) -> None:
    ran = office.run("publish", office.www, *arguments)
    assert ran.code == 2
    assert words in ran.stderr


def test_a_spec_with_an_error_publishes_nothing(office: Office) -> None:
    office.edit("target: ≥12片", "target: 许多")
    ran = office.publish()
    assert ran.code == 1
    assert not office.www.exists()


def test_a_table_that_is_not_disclosed_in_time_is_a_warning(office: Office) -> None:
    office.edit("year: 2026", "year: 2026\nbudget_approved: 2026-10-01")
    office.publish("--dry-run")
    ran = office.run("publish", office.www, "--check")
    assert f"warning: {CODE}/2026 is not disclosed, but was due by 2026-10-21." in ran.stdout
    office.publish()
    ran = office.run("publish", office.www, "--check")
    assert ran.code == 0
    assert f"{CODE}/2026 was disclosed on 2026-11-24, but was due by 2026-10-21." in ran.stdout


# --- What is decided, and when it is due ---

A1 = TableSummary(
    department="a", year=2025, name=Text(zh="甲"), languages=("zh",), content="1" * 64
)


def told(action: Action, revision: int = 1, content: str = "1" * 64, number: int = 1) -> Event:
    return Event(
        number=number, time=NOON, action=action, department="a", year=2025, revision=revision,
        name=Text(zh="甲"), content=content,
    )  # fmt: skip


def table(revision: int, content: str, *, note: bool = False) -> TableSummary:
    return TableSummary(
        department="a", year=2025, name=Text(zh="甲"), languages=("zh",), revision=revision,
        content=content, note=Text(zh="更正") if note else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "at_hand", "expected"),
    [
        ([], table(1, "a"), Action.DISCLOSE),
        ([], table(3, "a"), Action.DISCLOSE),
        ([told(Action.DISCLOSE, 1, "a")], table(1, "a"), None),
        ([told(Action.DISCLOSE, 1, "a")], table(1, "b"), RefusalReason.CONTENT_CHANGED),
        ([told(Action.DISCLOSE, 1, "a")], table(2, "b"), RefusalReason.NOTE_MISSING),
        ([told(Action.DISCLOSE, 1, "a")], table(2, "b", note=True), Action.CORRECT),
        (
            [told(Action.DISCLOSE, 1, "a")],
            replace(table(2, "b", note=True), is_adjustment=True),
            Action.ADJUST,
        ),
        ([told(Action.DISCLOSE, 1, "a")], table(3, "b", note=True), RefusalReason.REVISION_SKIPPED),
        ([told(Action.DISCLOSE, 2, "a")], table(1, "a"), RefusalReason.REVISION_BEHIND),
        ([told(Action.WITHDRAW, 1, "a")], table(1, "a"), RefusalReason.REVISION_USED),
        ([told(Action.WITHDRAW, 1, "a")], table(2, "a"), Action.DISCLOSE),
    ],
)  # fmt: skip
def test_what_becomes_of_a_table(
    known: list[Event], at_hand: TableSummary, expected: Action | RefusalReason | None
) -> None:
    request = DisclosureRequest(tables=[at_hand], withdrawals={}, now=NOON)
    decided = decide(request, History(known))
    found = [event.action for event in decided.events] + [each.reason for each in decided.refusals]
    assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("known", "tables", "withdrawn", "expected"),
    [
        ([told(Action.DISCLOSE)], [], False, RefusalReason.TABLE_GONE),
        ([told(Action.DISCLOSE)], [], True, Action.WITHDRAW),
        ([told(Action.WITHDRAW)], [], False, None),
        ([told(Action.WITHDRAW)], [], True, RefusalReason.WITHDRAW_UNKNOWN),
        ([], [], True, RefusalReason.WITHDRAW_UNKNOWN),
        ([told(Action.DISCLOSE)], [A1], True, RefusalReason.WITHDRAW_PRESENT),
    ],
)
def test_what_becomes_of_a_table_without_a_spec(
    known: list[Event], tables: list[TableSummary], *, withdrawn: bool,
    expected: Action | RefusalReason | None,
) -> None:  # fmt: skip
    reasons = {Identity("a", 2025): Text(zh="误发")} if withdrawn else {}
    decided = decide(
        DisclosureRequest(tables=tables, withdrawals=reasons, now=NOON), History(known)
    )
    found = [event.action for event in decided.events] + [each.reason for each in decided.refusals]
    assert found == ([] if expected is None else [expected])


def test_a_disclosed_table_that_is_to_be_disclosed_no_more_is_withdrawn_or_refused() -> None:
    request = DisclosureRequest(tables=[], withdrawals={}, now=NOON, undisclosed={A1.identity})
    (refusal,) = decide(request, History([told(Action.DISCLOSE)])).refusals
    assert refusal.reason is RefusalReason.UNDISCLOSED
    # The reports on it are not missing, either.
    reported = replace(told(Action.DISCLOSE), report="evaluation", number=2)
    both = decide(request, History([told(Action.DISCLOSE), reported])).refusals
    assert {each.reason for each in both} == {RefusalReason.UNDISCLOSED}

    asked = replace(request, withdrawals={A1.identity: Text(zh="不予公开")})
    decided = decide(asked, History([told(Action.DISCLOSE)]))
    assert [event.action for event in decided.events] == [Action.WITHDRAW]
    assert decide(request, History()).refusals == ()


def test_a_report_has_entries_of_its_own_behind_those_of_its_table() -> None:
    report = replace(A1, report="evaluation", content="e" * 64)
    request = DisclosureRequest(tables=[report, A1], withdrawals={}, now=NOON)
    first, second = decide(request, History()).events
    assert [str(each.identity) for each in (first, second)] == ["a/2025", "a/2025#evaluation"]
    known = History([replace(first, number=1), replace(second, number=2)])

    altered = replace(report, content="f" * 64)
    (refusal,) = decide(replace(request, tables=[A1, altered]), known).refusals
    assert refusal.reason is RefusalReason.REPORT_CHANGED
    corrected = replace(altered, revision=2, note=Text(zh="更正"))
    (event,) = decide(replace(request, tables=[A1, corrected]), known).events
    assert (event.action, event.report) == (Action.CORRECT, "evaluation")

    (gone,) = decide(replace(request, tables=[A1]), known).refusals
    assert (gone.reason, str(gone.identity)) == (RefusalReason.TABLE_GONE, "a/2025#evaluation")
    reasons = {report.identity: Text(zh="误发")}
    (event,) = decide(replace(request, tables=[A1], withdrawals=reasons), known).events
    assert (event.action, event.report) == (Action.WITHDRAW, "evaluation")


def test_a_report_waits_for_its_table() -> None:
    later = replace(A1, published=NOON.date() + timedelta(days=1))
    report = replace(A1, report="monitoring-07")
    request = DisclosureRequest(tables=[later, report], withdrawals={}, now=NOON)
    decided = decide(request, History())
    assert decided.events == ()
    assert [(str(each.identity), each.until) for each in decided.withheld] == [
        ("a/2025", later.published),
        ("a/2025#monitoring-07", later.published),
    ]


def test_a_project_has_entries_of_its_own_beside_its_department() -> None:
    projects = [
        replace(A1, year=year, project="bridge", project_name=Text(zh="桥"), content=str(year) * 16)
        for year in (2024, 2025)
    ]
    request = DisclosureRequest(tables=[A1, *projects], withdrawals={}, now=NOON)
    first, second = decide(request, History([told(Action.DISCLOSE)])).events
    assert [str(event.identity) for event in (first, second)] == ["a/2024/bridge", "a/2025/bridge"]
    assert (second.name, second.project_name) == (Text(zh="甲"), Text(zh="桥"))
    # The changes of its page were told with the year before of the same project.
    assert (first.earlier, second.earlier) == (None, "2024" * 16)

    reasons = {Identity("a", 2025, "bridge"): Text(zh="误发")}
    known = History([told(Action.DISCLOSE), replace(second, number=2)])
    asked = DisclosureRequest(tables=[A1], withdrawals=reasons, now=NOON)
    (event,) = decide(asked, known).events
    assert (event.action, str(event.identity)) == (Action.WITHDRAW, "a/2025/bridge")
    assert event.project_name == Text(zh="桥")


OTHER = {"departments": ("b",)}
DRAFT = {"drafts": {Identity("a", 2025)}}
NEW, CORRECTED = table(1, "a"), table(2, "b", note=True)
LATER = date(2026, 11, 25)
WAITS = Withheld(identity=Identity("a", 2025))


@pytest.mark.parametrize(
    ("known", "at_hand", "asked", "expected"),
    [
        ([], NEW, OTHER, WAITS),
        ([], NEW, {"departments": ("a",)}, Action.DISCLOSE),
        ([told(Action.DISCLOSE, 1, "a")], NEW, OTHER, None),
        ([told(Action.DISCLOSE, 1, "a")], CORRECTED, OTHER, RefusalReason.NOT_NAMED),
        ([], NEW, DRAFT, RefusalReason.REVIEW_MARK),
        ([told(Action.DISCLOSE, 1, "a")], NEW, DRAFT, None),
        ([told(Action.DISCLOSE, 1, "a")], CORRECTED, DRAFT, RefusalReason.REVIEW_MARK),
        ([], NEW, {**OTHER, **DRAFT}, WAITS),
        ([], replace(NEW, published=NOON.date()), {}, Action.DISCLOSE),
        ([], replace(NEW, published=LATER), {}, replace(WAITS, until=LATER)),
        ([told(Action.DISCLOSE, 1, "a")], replace(NEW, published=LATER), {}, None),
        ([told(Action.DISCLOSE, 1, "a")], replace(CORRECTED, published=LATER), {},
         RefusalReason.PUBLISHED_LATER),
    ],
)  # fmt: skip
def test_what_waits_and_what_is_refused(
    known: list[Event], at_hand: TableSummary, asked: dict[str, Any],
    expected: Action | RefusalReason | Withheld | None,
) -> None:  # fmt: skip
    request = DisclosureRequest(tables=[at_hand], withdrawals={}, now=NOON, **asked)
    decided = decide(request, History(known))
    found = [
        *(event.action for event in decided.events),
        *(each.reason for each in decided.refusals),
        *decided.withheld,
    ]
    assert found == ([] if expected is None else [expected])


def test_a_publication_that_was_cut_keeps_its_time() -> None:
    begun = told(Action.DISCLOSE, 1, "a")
    request = DisclosureRequest(
        tables=[table(1, "a")], withdrawals={}, now=NOON + timedelta(hours=2), pending=[begun]
    )
    (event,) = decide(request, History()).events
    assert event.time == NOON


@pytest.mark.parametrize(
    ("approved", "disclosed", "is_overdue"),
    [
        (date(2026, 11, 4), None, False),
        (date(2026, 11, 3), None, True),
        (date(2026, 11, 4), date(2026, 11, 24), False),
        (date(2026, 11, 3), date(2026, 11, 24), True),
        (date(2026, 11, 24), date(2026, 11, 20), False),
    ],
)
def test_twenty_days_are_counted_from_the_day_after_the_approval(
    approved: date, disclosed: date | None, *, is_overdue: bool
) -> None:
    known = []
    if disclosed:
        time = datetime(disclosed.year, disclosed.month, disclosed.day, 9, tzinfo=UTC)
        known = [Event(number=1, time=time, action=Action.DISCLOSE, department="a", year=2025)]
    found = list(
        find_overdue([(Identity("a", 2025), approved)], History(known), date(2026, 11, 24))
    )
    assert bool(found) is is_overdue
