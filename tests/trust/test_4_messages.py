"""All mistakes in one run, in one's own language, at the right place."""

import gzip
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner
from paths import PACKAGE, REPOSITORY, SMALL_SPEC
from sampling import tries

from perf_report.diff.change import ChangeKind
from perf_report.errors import PublishError
from perf_report.messages import describe_error, load_catalogue
from perf_report.model.category_kind import Better, CategoryKind
from perf_report.publish.server_errors import translated_errors
from perf_report.rules import RULES

SMALL = SMALL_SPEC.read_text("utf-8")
DEMO = (PACKAGE / "data" / "starter" / "specs" / "2026-demo.yaml").read_text("utf-8")

Findings = list[dict[str, Any]]
Validate = Callable[..., Findings]


@pytest.fixture
def validate(here: Runner, tmp_path: Path) -> Validate:
    """What `validate` finds in a file with this content, by place."""

    def run(content: str | bytes, *options: str, name: str = "spec.yaml") -> Findings:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        words = ("--project", tmp_path, *options, "validate", "--format", "json", path)
        ran = here(*words)
        assert ran.code in {0, 1}, ran.stderr
        findings: Findings = json.loads(ran.stdout)["findings"]
        return findings

    return run


def changed(*pairs: tuple[str, str], text: str = SMALL) -> str:
    """A spec with texts replaced, each once."""
    for replace, with_ in pairs:
        assert replace in text
        text = text.replace(replace, with_, 1)
    return text


def places(findings: Findings, *rules: str) -> list[str]:
    """`rule line:column` of the findings, of all rules or some."""
    return [
        f"{item['rule']} {item['line']}:{item['column']}"
        for item in findings
        if not rules or item["rule"] in rules
    ]


# --- Report everything that can still be judged ---


def test_an_error_of_form_does_not_hide_a_wrong_sum(validate: Validate) -> None:
    text = changed(("total: 409.60", "total: 408.60"), ("id: windows", "id: Windows"))
    assert places(validate(text), "funds-total", "id-form") == [
        "funds-total 11:20",
        "id-form 17:13",
    ]


def test_warnings_do_not_vanish_beside_an_error_of_form(validate: Validate) -> None:
    text = changed(("做好服务。", "做好服务，，效果好。"), ("year: 2025", "year: soon"))
    assert {"punctuation", "wrong-type"} <= {item["rule"] for item in validate(text)}


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("Number of windows}", "TODO}", "text-unfinished"),
        ("Number of windows}", "Number of 窗口}", "text-unfinished"),
        ("窗口数量", "窗⼝数量", "character-form"),
        ("zh: 窗口数量", "zh: '77'", "name-vague"),
        ("≥17台", "{zh: 2025年6月底前, en: by June 2025, by: 2025-12-31}", "deadline-words"),
        ("窗口数量, en: Number of windows}", "满意率, en: Rate}", "percentage-words"),
        ("code: example-bureau", "code: assets", "department-code"),
    ],
)
def test_no_finding_vanishes_beside_an_amount_that_is_none(
    validate: Validate, right: str, wrong: str, found: str
) -> None:
    edits = [(right, wrong), ("total: 409.60", "total: much")]
    if found == "percentage-words":
        edits.append(("≥17台", "{zh: 390%, en: 390%}"))
    rules = {item["rule"] for item in validate(changed(*edits))}
    assert {found, "wrong-type"} <= rules


def test_a_syntax_error_does_not_hide_what_stands_before_it(validate: Validate) -> None:
    text = changed(("total: 409.60", "total: 408.60"), ("en: Number of windows}", "en: Number"))
    assert places(validate(text), "funds-total", "yaml-syntax") == [
        "funds-total 11:20",
        "yaml-syntax 20:15",
    ]


def test_an_alias_does_not_hide_a_misspelt_key(validate: Validate) -> None:
    text = changed(("year: 2025", "year: *last"), ("framework:", "framwork:"))
    assert places(validate(text), "yaml-anchor", "unknown-key") == [
        "yaml-anchor 2:7",
        "unknown-key 6:1",
    ]


def test_no_sum_is_found_wrong_because_an_amount_is_misspelt(validate: Validate) -> None:
    for amount in ("basc: 396.60", "basic: 396,60", "basic: 0x18", "basic: &a 396.60"):
        text = changed(("basic: 396.60", amount))
        assert not places(validate(text), "funds-total"), amount


# What a person's slip makes of a line.
SLIPS: list[Callable[[str], str]] = [
    lambda line: line.replace(": ", "：", 1),
    lambda line: f" {line}",
    lambda line: line.removeprefix(" "),
    lambda line: line.replace("}", "", 1),
    lambda line: line.replace(": ", ': "', 1),
    lambda line: f"{line} }}",
    lambda _line: "",
    lambda line: line.replace("id:", "idd:").replace("basic", "bsic").replace("tasks:", "tsk:"),
    lambda line: f"\t{line}",
    lambda line: f"<<: {{a: 1}}\n{line}",
    lambda line: f"---\n{line}",
    lambda line: line.replace(", ", " , foo: 3, ", 1),
    lambda line: line.replace("- ", "", 1),
    lambda line: line.replace(": ", ": &a ", 1),
    lambda line: f"{line.partition(': ')[0]}: [x]" if ": " in line else line,
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(tries(4)))
def test_no_rule_finds_anything_because_of_a_part_that_is_broken(
    validate: Validate, seed: int
) -> None:
    """The demo has no finding, so that each finding of a rule beside one of form is false."""
    assert validate(DEMO) == []
    chance = random.Random(seed)  # noqa: S311  # the same lines in every run
    lines = DEMO.split("\n")
    forms = 0
    for _ in range(60):
        number = chance.randrange(len(lines))
        line = chance.choice(SLIPS)(lines[number])
        found = validate("\n".join([*lines[:number], line, *lines[number + 1 :]]))
        rules = {item["rule"] for item in found}
        is_of_form = any(rule.startswith(("yaml-", "wrong-", "missing-", "unkn")) for rule in rules)
        forms += is_of_form
        if is_of_form:
            assert not rules & {
                "funds-total", "reference-unknown", "task-without-goal", "category-required",
                "goal-without-indicator", "category-unknown", "cost-ceiling", "text-missing",
                "unit-unknown", "number-parity", "id-duplicate", "suppression-unused",
            }, (line, found)  # fmt: skip
    assert forms > 20


# --- Slips of typing ---


def one(findings: Findings, *left_out: str) -> dict[str, Any]:
    """The only finding that is not of one of these rules, or of one about what is missing."""
    kept = [item for item in findings if item["rule"] not in {"category-required", *left_out}]
    assert len(kept) == 1, kept
    return kept[0]


# What is written, and how its one finding is placed and said in Chinese, with what to write.
WRITTEN = [
    ("{zh: 示例局, en", "{zh: 示例局，en", "5:17", "全角的“，”", "改为半角的“,”"),
    ("name: {zh: 示例局", "name: ｛zh: 示例局", "5:9", "全角的“｛”", "改为半角的“{”"),
    ("Bureau}", "Bureau｝", "5:37", "全角的“｝”", "改为半角的“}”"),
    ("[service]", "［service]", "14:12", "全角的“［”", "改为半角的“[”"),
    ("year: 2025", "year:\u30002025", "2:6", "全角空格", "改为半角空格"),
    ("year: 2025", "year: \u30002025", "2:7", "全角空格", "改为半角空格"),
    ("{zh: 示例局", "{zh:\u3000示例局", "5:13", "全角空格", "改为半角空格"),
    ("- id: service", "－ id: service", "9:3", "全角的“－”", "改为半角的“-”"),
    ("year: 2025", "year：2025", "2:5", "全角冒号", "半角冒号加一个空格"),
    ("zh: 做好服务。", 'zh: "做好服务。', "10:16", "没有配对的另一半", "末尾补上"),
    ("zh: 做好服务。", "zh: 河道通畅,清洁。", "10:21", "半角逗号截断了文字", "全角逗号“，”"),
    ("[service]", "[service，other]", "14:13", "不能分隔标识", "service, other"),
    ("Number of windows}", "Number\tof windows}", "19:30", "制表符", "Number of windows"),
    ("做好服务。", "做好\r服务。", "10:18", "回车符", "删除"),
]


@pytest.mark.parametrize(("replace", "with_", "place", "said", "write"), WRITTEN)
def test_a_slip_of_typing_is_said_with_its_place_and_what_to_write(
    validate: Validate, replace: str, with_: str, place: str, said: str, write: str
) -> None:
    text = changed((replace, with_))
    found = one(validate(text, "--ui-language", "zh"), "yaml-nesting", "task-without-goal")
    assert f"{found['line']}:{found['column']}" == place
    assert said in found["message"]
    assert write in found["help"]


def test_all_slips_of_a_file_are_found_in_one_run_with_a_wrong_sum(validate: Validate) -> None:
    text = changed(
        ("year: 2025", "year：2025"),
        ("{zh: 示例局, en: Example Bureau}", "｛zh：示例局，en：Example Bureau｝"),
        ("- id: service", "－ id: service"),
        ("total: 409.60", "total: 408.60"),
    )
    assert places(validate(text), "yaml-full-width", "yaml-full-width-colon", "funds-total") == [
        "yaml-full-width-colon 2:5",
        "yaml-full-width 5:9",
        "yaml-full-width-colon 5:12",
        "yaml-full-width 5:16",
        "yaml-full-width-colon 5:19",
        "yaml-full-width 5:34",
        "yaml-full-width 9:3",
        "funds-total 11:20",
    ]


def test_full_width_marks_in_a_text_are_no_slips(validate: Validate) -> None:
    block = (
        "text:\n      zh: |-\n        说明：见附件。\n"
        "        en：只是文字，zh：也是。\n      en: Text."
    )
    text = changed(
        ("text: {zh: 做好服务。, en: Provide services.}", block),
        ("zh: 提升服务。", 'zh: "提升服务，en：不是键。"'),
        ("year: 2025", "year: 二零二五"),
    )
    found = validate(text)
    assert not places(found, "yaml-full-width", "yaml-full-width-colon")
    assert places(found, "wrong-type") == ["wrong-type 2:7"]


def test_a_place_behind_a_slip_is_that_of_the_file(validate: Validate) -> None:
    text = changed(("{total: 409.60", "{total：408.60"))
    assert places(validate(text), "yaml-full-width-colon", "funds-total") == [
        "yaml-full-width-colon 11:18",
        "funds-total 11:19",
    ]


def test_a_quote_that_is_not_closed_is_named_where_it_opens(validate: Validate) -> None:
    name = '  name:\n    zh: "示例局\n    en: Example Bureau'
    at_the_end = changed(("  name: {zh: 示例局, en: Example Bureau}", name))
    assert places(validate(at_the_end), "yaml-quote", "yaml-syntax") == ["yaml-quote 6:9"]
    again = at_the_end.replace("en: Example Bureau", 'en: "Example Bureau"')
    assert places(validate(again), "yaml-quote", "yaml-syntax") == ["yaml-quote 6:9"]


def test_a_text_in_quotes_over_two_lines_is_not_blamed_for_an_error_below(
    validate: Validate,
) -> None:
    name = '  name:\n    zh: 示例局\n    en: "Example\n      Bureau"\n    x: [1'
    found = validate(changed(("  name: {zh: 示例局, en: Example Bureau}", name)))
    assert [item["line"] for item in found if item["rule"] == "yaml-syntax"] == [10]
    assert not places(found, "yaml-quote")


def test_merge_conflicts_are_named_at_their_first_mark(validate: Validate) -> None:
    conflict = "<<<<<<< HEAD\nyear: 2025\n=======\nyear: 2026\n>>>>>>> other"
    found = validate(changed(("year: 2025", conflict)))
    assert places(found) == ["yaml-conflict 2:1"]
    assert "<<<<<<<" in found[0]["help"]


DAMAGED = {
    "saved as GBK": DEMO.encode("gbk"),
    "opened as Latin-1 and saved": DEMO.encode().decode("latin-1").encode(),
    "opened as GBK and saved": DEMO.encode().decode("gb18030", "replace").encode(),
    "GBK opened as UTF-8 and saved": DEMO.encode("gbk").decode("utf-8", "replace").encode(),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_file_saved_in_a_wrong_encoding_is_one_finding(validate: Validate, data: bytes) -> None:
    found = validate(data)
    assert [item["rule"] for item in found] == ["yaml-encoding"]


# The bytes of a file, and its encoding or what it is; empty where that cannot be told.
TRADITIONAL = "name: {zh: 國際貿易促進委員會天津市分會}\ntext: {zh: 開展網絡安全和信息化工作。}\n"
ENCODINGS: dict[str, tuple[bytes, str]] = {
    "GBK": (DEMO.encode("gbk"), "GB18030"),
    "GBK, a name": ("name: {zh: 示例局}\n".encode("gbk"), "GB18030"),
    "GBK, traditional": (TRADITIONAL.encode("gbk"), "GB18030"),
    "Big5": (TRADITIONAL.encode("big5"), "Big5"),
    "UTF-16 without a mark": (DEMO.encode("utf-16-le"), "UTF-16"),
    "UTF-16BE without a mark": (DEMO.encode("utf-16-be"), "UTF-16BE"),
    "UTF-32 without a mark": (DEMO.encode("utf-32-le"), "UTF-32LE"),
    "Shift JIS": ("name: 日本貿易振興機構の情報化の仕事をします。\n".encode("shift_jis"), ""),
    "EUC-KR": ("name: 한국무역진흥공사 네트워크 보안\n".encode("euc_kr"), ""),
    "KOI8-R": ("name: Министерство финансов\n".encode("koi8-r"), ""),
    "western": ("name: café, Müller\n".encode("cp1252"), ""),
}
PACKED: dict[str, tuple[bytes, str]] = {
    "gzip": (gzip.compress(DEMO.encode()), "compressed"),
    "gzip with zeros": (gzip.compress(b"x" * 50 + b"\0" * 900, 0), "compressed"),
    "zip": (b"PK\x03\x04" + b"\0" * 40, "zip"),
    "a program": (b"\x7fELF\x02\x01\x01" + b"\0" * 99 + b"\x80", "binary"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_is_named_where_it_can_be_told(validate: Validate, name: str) -> None:
    data, encoding = ENCODINGS[name]
    found = one(validate(data))
    assert found["rule"] == "yaml-encoding"
    if encoding:
        assert f"encoded in {encoding}," in found["message"]
        assert f"iconv -f {encoding} " in found["help"]
    else:
        assert "cannot be determined" in found["message"]
        assert "iconv" not in found["help"]


@pytest.mark.parametrize("name", PACKED)
def test_a_file_that_is_no_text_is_called_that(validate: Validate, name: str) -> None:
    data, kind = PACKED[name]
    found = one(validate(data))
    assert found["rule"] == "yaml-other-file"
    assert kind in found["message"]
    assert "UTF" not in found["message"]


def test_a_scrap_of_damaged_text_in_a_comment_does_not_condemn_the_file(validate: Validate) -> None:
    scrap = "做好".encode().decode("latin-1").replace("\x81", "").replace("\x9a", "")
    assert not places(validate(f"# {scrap}\n{DEMO}"), "yaml-encoding")


# --- Helps ---


def test_the_label_of_a_category_names_its_id_and_is_mended(
    validate: Validate, here: Runner, tmp_path: Path
) -> None:
    text = changed(("category: output.quantity", "category: 数量指标  # 按表"))
    found = one(validate(text, "--ui-language", "zh"))
    assert "output.quantity" in found["message"]
    assert "satisfaction.beneficiary" in found["help"]
    here("--project", tmp_path, "validate", "--fix", tmp_path / "spec.yaml")
    assert (tmp_path / "spec.yaml").read_text("utf-8") == text.replace(
        "数量指标", "output.quantity"
    )


@pytest.mark.parametrize(
    ("replace", "with_", "said", "not_said"),
    [
        ("[service]", "[1]", "service", "quotes"),
        ("≥17台", "≥17台\n        weight: 6%", "weight", "1306"),
        ("≥17台", "-3", "≥17台", "quotes"),
        ("≥17台", "≥2", "“≥2” has a sign and no unit", "cannot be read"),
        ("{zh: 示例局, en: Example Bureau}", "示例局", "{zh: ", "schema.json"),
        ("[service]", "service", "[it-security]", "schema.json"),
        ("category: output.quantity", "category: 产出", "output.quality", "it as output.quantity"),
    ],
)
def test_a_help_says_what_to_write(
    validate: Validate, replace: str, with_: str, said: str, not_said: str
) -> None:
    found = one(validate(changed((replace, with_))), "task-without-goal")
    assert said in f"{found['message']} {found['help']}"
    assert not_said not in f"{found['message']} {found['help']}"


OTHER_FILES = {
    "table.xlsx": (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", "Excel"),
    "table.docx": (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "Word"),
    "table.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_an_office_file_in_place_of_a_spec_is_called_what_it_is(
    validate: Validate, name: str
) -> None:
    data, kind = OTHER_FILES[name]
    found = one(validate(data, name=name))
    assert kind in found["message"]
    assert "perf-report new" in found["help"]


# --- Punctuation ---


def test_half_width_commas_beside_figures_and_letters_are_found_and_mended(
    validate: Validate, here: Runner, tmp_path: Path
) -> None:
    written = '"整治河道12条,清淤5,000米,共3次;通过ISO9001:认证，,效果好。"'
    mended = '"整治河道12条，清淤5,000米，共3次；通过ISO9001：认证，效果好。"'
    found = validate(changed(("zh: 做好服务。", f"zh: {written}")))
    assert len(places(found, "punctuation")) == 2
    here("--project", tmp_path, "validate", "--fix", tmp_path / "spec.yaml")
    assert f"zh: {mended}" in (tmp_path / "spec.yaml").read_text("utf-8")


# --- Settings, frameworks and approvals of the wrong shape ---


def unable(here: Runner, folder: Path, *words: object) -> str:
    """What a command says that cannot run, in Chinese."""
    ran = here("--ui-language", "zh", *words, cwd=folder)
    assert ran.code == 3, (ran.code, ran.stdout, ran.stderr)
    assert "Traceback" not in ran.stderr
    return ran.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one spec."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "2025.yaml").write_text(SMALL, "utf-8")
    return tmp_path


def test_settings_with_a_byte_order_mark_are_read(here: Runner, project: Path) -> None:
    settings = b'\xef\xbb\xbfseverity = {category-required = "off"}\n'
    (project / "perf-report.toml").write_bytes(settings)
    assert here("validate", "--fail-on", "warning", cwd=project).code == 0


def test_settings_in_gbk_are_called_that(here: Runner, project: Path) -> None:
    (project / "perf-report.toml").write_bytes('title = {zh = "示例网站"}\n'.encode("gbk"))
    said = unable(here, project, "validate")
    assert "不是 UTF-8 编码" in said
    assert "codec" not in said


WRONG = [
    "1", "1.5", "true", "[1]", '[["a"]]', "{a = 1}", '"\\u0000"', '"a\\u0000b"', "2025-01-01",
    f'"{"x" * 300}"', '["\\u0000"]',
]  # fmt: skip
SETTINGS = [
    "specs", "output", "site", "templates", "frameworks", "approvals", "address", "licence",
    "fonts", "outcomes", "severity", "significance", "title",
    "site.folder", "site.organiser", "site.icp", "site.logo",
]  # fmt: skip


@pytest.mark.parametrize("key", SETTINGS)
def test_a_setting_of_any_wrong_shape_is_a_message(here: Runner, project: Path, key: str) -> None:
    refused = 0
    for value in WRONG:
        (project / "perf-report.toml").write_text(f"{key} = {value}\n", "utf-8")
        for words in (["validate"], ["site", "--no-build", "--no-search"]):
            ran = here(*words, cwd=project)
            assert "Traceback" not in ran.stderr
            refused += ran.code == 3 and key in ran.stderr
    assert refused > 2 * len(WRONG) // 2


FRAMEWORK: dict[str, Any] = {
    "id": "own",
    "name": {"zh": "自有", "en": "Own"},
    "levels": [
        {
            "id": "output",
            "label": {"zh": "产出", "en": "Output"},
            "categories": [{"id": "output.quantity", "label": {"zh": "数量", "en": "Quantity"}}],
        }
    ],
    "required": ["output"],
}


def routes_of(data: Any, route: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The routes of all values, the root's included."""
    below: Any = data.items() if isinstance(data, dict) else []
    below = enumerate(data) if isinstance(data, list) else below
    return [route, *(each for key, item in below for each in routes_of(item, (*route, key)))]


def with_value(data: Any, route: tuple[Any, ...], value: Any) -> Any:
    """A copy of the data with another value at a route."""
    if not route:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[route[0]] = with_value(data[route[0]], route[1:], value)
    return copy


@pytest.mark.sampled
@pytest.mark.parametrize("route", routes_of(FRAMEWORK), ids=str)
def test_a_framework_of_any_wrong_shape_is_a_message(
    here: Runner, project: Path, route: tuple[Any, ...]
) -> None:
    path = project / "frameworks" / "own.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(FRAMEWORK), "utf-8")
    assert here("validate", cwd=project).code == 0
    for value in (1, ["a"], [["a"]], [1], {"a": 1}, None):
        data = with_value(FRAMEWORK, route, value)
        path.write_text(json.dumps(data), "utf-8")
        ran = here("--ui-language", "zh", "validate", cwd=project)
        assert ran.code in {0, 3}, (value, ran.stderr)
        if ran.code == 3:
            assert "指标体系文件" in ran.stderr
            assert "own.yaml" in ran.stderr


APPROVAL: dict[str, Any] = {
    "fingerprint": "0123456789abcdef0123", "table": "example-bureau/2025",
    "kind": "target-loosened", "subject": "windows", "reason": "r", "by": "b",
    "given": "2025-01-01", "expires": "2026-01-01",
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("route", routes_of({"approvals": [APPROVAL]}), ids=str)
def test_approvals_of_any_wrong_shape_are_a_message(
    start_repository: Callable[..., Any], here: Runner, route: tuple[Any, ...]
) -> None:
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    for value in (1, ["a"], {"a": 1}, None, "0000-01-01", "2025-02-30", "x"):
        data = with_value({"approvals": [APPROVAL]}, route, value)
        clone.write("approvals.yaml", json.dumps(data))
        clone.commit()
        ran = here("--ui-language", "zh", "review", "--base", "HEAD", cwd=clone.folder)
        assert ran.code in {0, 3}, (value, ran.stderr)
        assert "Traceback" not in ran.stderr
        if ran.code == 3:
            assert "认可记录" in ran.stderr or "YAML" in ran.stderr


def test_an_approval_given_in_the_year_nought_is_a_message(
    start_repository: Callable[..., Any], here: Runner
) -> None:
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    data = {"approvals": [{**APPROVAL, "given": "0000-01-01"}]}
    clone.write("approvals.yaml", json.dumps(data))
    clone.commit()
    assert "0000-01-01" in unable(here, clone.folder, "review", "--base", "HEAD")


UNIT: dict[str, Any] = {"台": {"one": "counter", "other": "counters", "space": True}}


@pytest.mark.parametrize("route", routes_of(UNIT), ids=str)
def test_a_unit_of_any_wrong_shape_is_a_finding(validate: Validate, route: tuple[Any, ...]) -> None:
    wrong: list[Any] = [1, [], ["a"], {"a": 1}, None, "", " ", 1.5]
    for value in wrong:
        units = json.dumps(with_value(UNIT, route, value), ensure_ascii=False)
        found = validate(changed(("tasks:\n", f"units: {units}\ntasks:\n")))
        assert {item["line"] for item in found} <= {8, 14}, (value, found)


# --- What libraries say ---

CHINESE_FIRST = "[\u4e00-\u9fff]"


def is_ours_with_theirs_quoted(said: str, theirs: str) -> bool:
    """Whether a Chinese sentence comes first, and what the library says stands in quotes."""
    before = said.partition("“")[0]
    quoted = "".join(re.findall("“([^”]*)”", said))
    return bool(re.search(CHINESE_FIRST, before)) and theirs in quoted


def test_what_libyaml_says_is_quoted(validate: Validate) -> None:
    found = one(validate("a: [\n", "--ui-language", "zh"), "missing-key", "unknown-key")
    assert is_ours_with_theirs_quoted(found["message"], "did not find expected")


def test_what_tomllib_says_is_quoted(here: Runner, project: Path) -> None:
    (project / "perf-report.toml").write_text("specs = 'specs'\nsite = site\n", "utf-8")
    said = unable(here, project, "validate")
    assert is_ours_with_theirs_quoted(said, "Invalid value")
    assert "第2行" in said


def test_what_git_says_is_quoted(start_repository: Callable[..., Any], here: Runner) -> None:
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    clone.commit()
    clone.write(".git/config", "[damaged")
    said = unable(here, clone.folder, "review", "--base", "HEAD")
    assert is_ours_with_theirs_quoted(said, "bad config")


def test_what_a_server_says_is_quoted() -> None:
    class ConnectionLost(Exception):  # noqa: N818  # the library's own name
        """As asyncssh names it."""

    class PermissionDenied(Exception):  # noqa: N818  # the library's own name
        """As asyncssh names it."""

    for error in (ConnectionLost("Connection reset"), PermissionDenied("Auth failed")):
        with pytest.raises(PublishError) as raised, translated_errors("sftp://host/site"):
            raise error
        said = describe_error(load_catalogue("zh"), raised.value).message
        assert is_ours_with_theirs_quoted(said, str(error))


def test_the_system_is_quoted_when_a_file_cannot_be_read(here: Runner, project: Path) -> None:
    said = unable(here, project, "validate", project / "specs" / "2025.yaml" / "x")
    assert is_ours_with_theirs_quoted(said, "Not a directory")


@pytest.mark.parametrize(
    "words",
    [
        ["validate", "--format"], ["validate", "-j", "x"], ["validate", "--fix=1"], ["nope"],
        ["validate", "--nope"], ["validate", "--fail-on", "x"], ["explain"], ["explain", "a", "b"],
        ["explain", "nope"], ["new", "--year", "2026"], ["new", "a", "--from", "b"],
        ["diff", "a", "b", "c"], ["publish"], ["publish", "x", "--head", "y", "--check"], [],
        ["--ui-language", "xx", "validate"], ["sign"], ["build", "--format", "x"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_click_says_nothing_of_its_own(here: Runner, tmp_path: Path, words: list[str]) -> None:
    ran = here("--ui-language", "zh", *words, cwd=tmp_path)
    assert ran.code == 2
    sentence = ran.stderr.splitlines()[0].removeprefix("错误：")
    assert re.search(CHINESE_FIRST, re.sub("“[^”]*”", "", sentence)), ran.stderr
    assert "原文" not in sentence
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", sentence), ran.stderr


def test_a_flag_with_a_value_is_not_called_an_option_without_one(here: Runner) -> None:
    assert "takes no value" in here("validate", "--fix=1").stderr


# --- Codes, names, line ends ---


def codes_in_source() -> set[str]:
    """Every id that the code gives to a finding, and every id that the schema names."""
    text = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    schema = (REPOSITORY / "schema.json").read_text("utf-8")
    found = re.findall(r'(?:Finding|_problem)\(\s*(?:rule=)?"([a-z0-9-]+)"', text)
    found += re.findall(r'_report\("([a-z0-9-]+)"', text)
    return {*found, *re.findall(r'"x-message": "([a-z-]+)"', schema)}


def test_explain_knows_every_code_that_is_printed(here: Runner) -> None:
    codes = codes_in_source() | {rule.id for rule in RULES} | {kind.value for kind in ChangeKind}
    assert len(codes) > 60
    for code in sorted(codes):
        ran = here("--ui-language", "zh", "explain", code)
        assert ran.code == 0, code
        assert ran.stdout.startswith(code)
        assert re.search(CHINESE_FIRST, ran.stdout), code


@pytest.mark.parametrize("code", ["con", "prn", "aux", "nul", "com1", "lpt9"])
def test_a_department_cannot_have_the_name_of_a_device_of_windows(
    validate: Validate, code: str
) -> None:
    found = one(validate(changed(("code: example-bureau", f"code: {code}"))))
    assert (found["rule"], found["line"], found["column"]) == ("code-form", 4, 9)
    assert "Windows" in found["message"]
    assert not places(validate(changed(("code: example-bureau", f"code: {code}-x"))), "code-form")


def test_a_new_project_keeps_the_line_ends_of_yaml(here: Runner, tmp_path: Path) -> None:
    assert here("new", tmp_path / "p").code == 0
    lines = (tmp_path / "p" / ".gitattributes").read_text("utf-8").splitlines()
    assert "*.yaml text eol=lf" in lines


def test_new_asks_for_a_name_where_git_has_none(
    start_repository: Callable[..., Any], here: Runner, tmp_path: Path
) -> None:
    clone = start_repository()
    assert "git config --global user.name" in here("new", tmp_path / "p").stderr
    clone.git("config", "--global", "user.name", "A")
    assert "user.name" not in here("new", tmp_path / "q").stderr


# --- Frameworks of a project, and its approvals ---

OWN = """\
id: own
name: {zh: 自有, en: Own}
levels:
  - id: output
    label: {zh: 产出指标, en: Output}
    categories:
      - {id: output.quantity, label: {zh: 数量指标, en: Quantity}}
      - {id: output.quality, label: {zh: 质量指标, en: Quality}}
required: [output]
"""


@pytest.fixture
def own_framework(project: Path) -> Callable[[str | bytes], Path]:
    """Give the project a framework of its own, which its spec uses."""
    spec = project / "specs" / "2025.yaml"
    spec.write_text(changed(("framework: output-cost", "framework: own")), "utf-8")
    path = project / "frameworks" / "own.yaml"
    path.parent.mkdir()

    def write(content: str | bytes) -> Path:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_a_label_of_a_framework_without_english_is_an_error_of_bilingual_tables_alone(
    own_framework: Callable[[str], Path], project: Path, here: Runner
) -> None:
    own_framework(OWN.replace("数量指标, en: Quantity", "数量指标").replace(", en: Own", ""))
    ran = here("build", "--format", "csv", cwd=project)
    assert ran.code == 1
    assert "2025.yaml:6:12: error[text-missing]" in ran.stderr
    assert "own has no English for 自有, 数量指标" in ran.stderr
    assert "own.yaml" in ran.stderr
    assert not (project / "output").exists()
    spec = project / "specs" / "2025.yaml"
    spec.write_text(spec.read_text("utf-8").replace("year: 2025", "year: 2025\nlanguages: [zh]"))
    assert here("validate", "--fail-on", "warning", cwd=project).code == 0


def test_a_label_of_a_framework_that_no_font_has_is_an_error(
    own_framework: Callable[[str], Path], project: Path, here: Runner
) -> None:
    own_framework(OWN.replace("质量指标", "质量\U00030000指标"))
    ran = here("build", "--format", "csv", cwd=project)
    assert ran.code == 1
    assert "2025.yaml:6:12: error[glyph-missing]" in ran.stderr
    assert "(U+30000)" in ran.stderr
    assert "own.yaml" in ran.stderr


def test_two_framework_files_of_one_id_are_an_error_that_names_both(
    own_framework: Callable[[str], Path], project: Path, here: Runner
) -> None:
    path = own_framework(OWN)
    path.with_name("z.yml").write_text(OWN, "utf-8")
    said = unable(here, project, "validate")
    assert all(word in said for word in ("own.yaml", "z.yml", "“own”"))
    path.with_name("z.yml").write_text(OWN.replace("id: own", "id: output-cost"), "utf-8")
    assert here("validate", cwd=project).code == 0


# What is in a framework's file, and the line, the sentence and the help in Chinese.
BAD_FRAMEWORKS: dict[str, tuple[str | bytes, int, str, str]] = {
    "a misspelt key": (
        OWN.replace("required:", "requried:"), 9, "没有“requried”这个键", "required"
    ),
    "GBK": (OWN.encode("gbk"), 2, "GB18030", "iconv"),
    "an anchor": (OWN.replace("id: own", "id: &a own"), 1, "锚点", ""),
    "a repeated key": (OWN + "id: own\n", 10, "重复", ""),
    "an invisible character": (OWN.replace("数量指标", "数量\u200b指标"), 7, "U+200B", "删除"),
    "a full-width colon": (OWN.replace("id: own", "id：own"), 1, "全角冒号", "半角冒号"),
    "a category twice": (
        OWN.replace("output.quality", "output.quantity"), 8, "类别标识“output.quantity”重复", "不同"
    ),
    "an unknown required id": (
        OWN.replace("[output]", "[outptu]"), 9, "“outptu”既不是本文件的类别", "output.quantity"
    ),
    "no label": (OWN.replace(", label: {zh: 数量指标, en: Quantity}", ""), 7, "缺少“label”", ""),
    "an unknown kind": (
        OWN.replace("en: Quality}", "en: Quality}, kind: good"), 8, "“good”", "timeliness"
    ),
    "nothing": ("", 0, "文件是空的", "output-cost.yaml"),
    "a comment alone": ("# nothing\n", 0, "文件是空的", "output-cost.yaml"),
    "a workbook": (OTHER_FILES["table.xlsx"][0], 0, "Excel", "output-cost.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", BAD_FRAMEWORKS)
def test_what_is_wrong_with_a_framework_is_said_at_its_place(
    wrong: str, own_framework: Callable[[str | bytes], Path], project: Path, here: Runner
) -> None:
    data, line, said, written = BAD_FRAMEWORKS[wrong]
    own_framework(data)
    sentence, advice = unable(here, project, "validate").splitlines()
    assert "own.yaml" in sentence
    assert f"第{line}行" in sentence if line else "不能用作指标体系文件" in sentence
    assert said in sentence
    assert written in advice


GOOD_APPROVAL = """\
approvals:
  - fingerprint: 0123456789abcdef0123
    table: example-bureau/2025
    kind: target-loosened
    subject: windows
    reason: 理由
    by: b
    given: 2025-01-01
"""
BAD_APPROVALS: dict[str, tuple[str | bytes, int, str]] = {
    "GBK": (GOOD_APPROVAL.encode("gbk"), 6, "GB18030"),
    "a wrong date": (GOOD_APPROVAL.replace("2025-01-01", "2025-02-30"), 8, "2025-02-30"),
    "a short fingerprint": (GOOD_APPROVAL.replace("abcdef0123", ""), 2, "0123456789"),
    "a misspelt key": (GOOD_APPROVAL.replace("reason", "raeson"), 6, "reason"),
    "an anchor": (GOOD_APPROVAL.replace("by: b", "by: &b b"), 7, "锚点"),
    "a full-width colon": (GOOD_APPROVAL.replace("by: b", "by：b"), 7, "全角冒号"),
}


@pytest.mark.parametrize(("data", "line", "said"), BAD_APPROVALS.values(), ids=BAD_APPROVALS)
def test_what_is_wrong_with_approvals_is_said_at_its_place(
    start_repository: Callable[..., Any], here: Runner, data: str | bytes, line: int, said: str
) -> None:
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    (clone.folder / "approvals.yaml").write_bytes(data.encode() if isinstance(data, str) else data)
    clone.commit()
    heard = unable(here, clone.folder, "review", "--base", "HEAD")
    assert f"第{line}行" in heard
    assert said in heard
    assert "original" not in heard


def test_the_kinds_of_the_framework_schema_are_those_of_categories() -> None:
    schema = json.loads((PACKAGE / "schemas" / "framework.schema.json").read_text("utf-8"))
    levels = schema["properties"]["levels"]["items"]
    category = levels["properties"]["categories"]["items"]["properties"]
    assert category["kind"]["enum"] == list(CategoryKind)
    assert category["better"]["enum"] == list(Better)


# --- Numbers of any length, and no standard input ---


def test_a_number_of_any_length_in_the_settings_is_a_message(here: Runner, project: Path) -> None:
    for value in ("9" * 5000, "[" * 50_000, f"[{'1' * 9000}]"):
        (project / "perf-report.toml").write_text(f"site = 'site'\nfonts = {value}\n\n# end\n")
        said = unable(here, project, "validate")
        assert "perf-report.toml" in said
        assert "第2行" in said or "[[" in value


def test_a_number_of_any_length_in_data_is_a_message(
    validate: Validate, start_repository: Callable[..., Any], here: Runner
) -> None:
    digits = "9" * 5000
    assert places(validate(changed(("year: 2025", f"year: {digits}"))), "yaml-number") == [
        "yaml-number 2:7"
    ]
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    clone.write("approvals.yaml", GOOD_APPROVAL.replace("2025-01-01", digits))
    clone.write("frameworks/own.yaml", OWN.replace("id: own", f"id: {digits}"))
    clone.write("output/manifest.json", f'{{"files": [{{"size": {digits}}}]}}')
    clone.write("comments.json", f'{{"a": {digits}}}')
    clone.commit()
    for words in (
        ["validate"],
        ["diff", "specs/2025.yaml", "specs/2025.yaml"],
        ["review", "--base", "HEAD", "--approve-from", "comments.json"],
    ):
        unable(here, clone.folder, *words)
    (clone.folder / "frameworks" / "own.yaml").unlink()
    assert "manifest.json" in unable(here, clone.folder, "build", "--format", "csv")


# --- Settings that name nothing ---


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('templates = "nope"', ["build", "--format", "html"]),
        ('frameworks = "nope"', ["validate"]),
        ('fonts = ["nope"]', ["validate"]),
        ('specs = "nope"', ["validate"]),
        ('outcomes = ["nope"]', ["diff", "specs/2025.yaml", "specs/2025.yaml"]),
    ],
)
def test_a_setting_that_names_nothing_is_an_error(
    here: Runner, project: Path, setting: str, words: list[str]
) -> None:
    (project / "perf-report.toml").write_text(setting)
    assert "nope" in unable(here, project, *words)
    assert not (project / "output").exists()
    key = setting.partition(" ")[0]
    value = {"outcomes": '["benefit"]', "fonts": "[]"}.get(key, f'"{key}"')
    (project / "perf-report.toml").write_text(f"{key} = {value}")
    assert here(*words, cwd=project).code == 0


def test_a_named_file_of_approvals_that_is_not_there_is_told(here: Runner, project: Path) -> None:
    (project / "perf-report.toml").write_text('approvals = "nope.yaml"')
    for words in (["validate"], ["diff", "specs/2025.yaml", "specs/2025.yaml"]):
        ran = here("--ui-language", "zh", *words, cwd=project)
        assert ran.code == 0
        assert "认可记录 nope.yaml 尚不存在" in ran.stderr
    (project / "nope.yaml").write_text("")
    assert "nope" not in here("validate", cwd=project).stderr


def test_a_folder_in_place_of_the_settings_is_an_error(
    start_repository: Callable[..., Any], here: Runner
) -> None:
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    clone.write("perf-report.toml/x", "")
    clone.commit()
    for words in (["validate"], ["review", "--base", "HEAD"]):
        assert "perf-report.toml 是文件夹" in unable(here, clone.folder, *words)


# --- Helps that are true of what is written ---


@pytest.mark.parametrize(
    ("replace", "with_", "said", "not_said"),
    [
        ("target: ≥17台", "target: {≥5个}", "Write ≥5个 without the braces.", "comma"),
        ("text: {zh: 提升服务。", "text: {提升服务。", "{zh: 提升服务。}", "comma"),
        ("≥17台", "≥17台\n        weight: 1e1", "such as 6 or 12.5", "1306"),
        ("≥17台", "≥17台\n        weight: 0x6", "such as 6 or 12.5", "1306"),
        ("year: 2025", "year: 2e3", "plain digits", "1306"),
        ("basic: 396.60", "basic: 3e2", "1306.00", "12.5"),
        ("[service]", "[做好服务。]", "id of a task: service", "it-security"),
        ("[service]", "[Service]", "id of a task: service", "it-security"),
    ],
)
def test_a_help_is_true_of_what_is_written(
    validate: Validate, replace: str, with_: str, said: str, not_said: str
) -> None:
    found = validate(changed((replace, with_)))
    first = one(found, "task-without-goal", "missing-key")
    assert said in first["help"]
    assert not_said not in f"{first['message']} {first['help']}"
    assert "zh" not in [item["message"] for item in found if item["rule"] == "missing-key"]


@pytest.mark.parametrize("target", [">17台}", ">17台, weight: 5}", ">1,306.00万元}  # 注"])
def test_a_sign_in_braces_is_quoted_without_them(validate: Validate, target: str) -> None:
    item = f"{{id: windows, category: output.quantity, name: {{zh: 窗口, en: W}}, target: {target}"
    start = SMALL.index("- id: windows")
    found = one(validate(f"{SMALL[:start]}- {item}\n"), "task-without-goal")
    value = re.match(r">[0-9,.]*\w+", target)
    assert value
    assert f"“{value[0]}”" in found["message"]
    assert found["help"] == f"Write ＞{value[0][1:]}."


@pytest.mark.parametrize(
    ("value", "said"), [("output = 5", "应为文本"), ("fonts = 5", "文本的列表")]
)
def test_the_type_of_a_setting_is_said_in_the_readers_language(
    here: Runner, project: Path, value: str, said: str
) -> None:
    (project / "perf-report.toml").write_text(value)
    heard = unable(here, project, "validate")
    assert said in heard
    assert "text" not in heard


# --- Slips beside those above ---

# What is written, and how its one finding is placed and said in Chinese, with what to write.
MORE_SLIPS = [
    ("year: 2025", "year ： 2025", "2:6", "全角冒号", "“year: ”"),
    ("- id: service", "— id: service", "9:3", "破折号“—”", "改为“-”"),
    ("- id: service", "– id: service", "9:3", "破折号“–”", "改为“-”"),
    ("- id: service", "− id: service", "9:3", "破折号“−”", "改为“-”"),
    ("- id: service", "—id: service", "9:3", "破折号“—”", "改为“-”"),
    ("- id: service", "-id: service", "9:3", "缺少空格", "“- id: ”"),
    ("year: 2025", "year:2025", "2:5", "缺少空格", "“year: ”"),
    ("{zh: 示例局", "{zh:示例局", "5:12", "缺少空格", "“zh: ”"),
    ("zh: 做好服务。", "zh: 目标: 做好服务。", "10:18", "当作键的冒号", "全角冒号“：”"),
    ("zh: 做好服务。", "zh: *重点工作", "10:16", "“*”开头", '"*重点工作"'),
    ("zh: 做好服务。", "zh: @重点", "10:16", "“@”开头", '"@重点"'),
    ("year: 2025", "year: 2025\n=======", "3:1", "留有合并冲突", "删除这一行"),
    ("year: 2025", "year: 2025\n>>>>>>> x", "3:1", "留有合并冲突", "删除这一行"),
]


@pytest.mark.parametrize(("replace", "with_", "place", "said", "write"), MORE_SLIPS)
def test_a_slip_beside_a_known_one_is_said_at_its_place(
    validate: Validate, replace: str, with_: str, place: str, said: str, write: str
) -> None:
    text = changed((replace, with_))
    found = one(validate(text, "--ui-language", "zh"), "task-without-goal")
    assert f"{found['line']}:{found['column']}" == place
    assert said in found["message"]
    assert write in found["help"]
    assert found["rule"] != "yaml-syntax"


def test_what_looks_like_a_slip_in_a_text_is_none(validate: Validate) -> None:
    block = (
        "text:\n      zh: |-\n        — 分项：\n        year:2025\n"
        "        -id: 也是文字\n      en: 'a, zh:x'"
    )
    text = changed(
        ("text: {zh: 做好服务。, en: Provide services.}", block),
        ("zh: 提升服务。", "zh: 见http://example.org id:1"),
        ("year: 2025", "year: 二零二五"),
    )
    found = validate(text)
    assert not places(found, "yaml-space", "yaml-full-width", "yaml-unquoted-sign")
    assert places(found, "wrong-type") == ["wrong-type 2:7"]
