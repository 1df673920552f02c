"""All mistakes in one run, in one's own language, at the right place."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner
from paths import PACKAGE, SMALL_SPEC

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
    lambda line: line[1:] if line.startswith(" ") else line,
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
@pytest.mark.parametrize("seed", range(4))
def test_no_rule_finds_anything_because_of_a_part_that_is_broken(
    validate: Validate, seed: int
) -> None:
    """The demo has no finding, so that each finding of a rule beside one of form is false."""
    assert validate(DEMO) == []
    chance, lines = random.Random(seed), DEMO.split("\n")
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
