"""The copy of a spec without what is not public: all else stays, byte for byte."""

from collections.abc import Iterable
from typing import Any

import pytest
from form_example import SECRETS, SPEC, Example, make_example

from perf_report.errors import SourceError
from perf_report.model.content_digest import content_digest
from perf_report.model.form import DEFAULT_FORM, Form
from perf_report.model.plan import Plan
from perf_report.model.public_plan import private_routes, public_plan
from perf_report.model.source import Source
from perf_report.parse.forms import load_forms
from perf_report.parse.load import load_plan
from perf_report.parse.public_copy import public_copy
from perf_report.parse.text_edits import EditError, TextEdits


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    return make_example(tmp_path_factory.mktemp("form"))


@pytest.fixture(scope="module")
def form(example: Example) -> Form:
    return load_forms(example.project.form_folders())["example-project"]


def plan_of(data: bytes) -> Plan:
    plan = load_plan(Source(name="a.yaml", data=data)).plan
    assert plan is not None
    return plan


def copy_of(text: str, routes: Iterable[tuple[str | int, ...]]) -> str:
    return public_copy(Source(name="a.yaml", data=text.encode()), list(routes)).data.decode()


@pytest.mark.parametrize(
    ("text", "routes", "copy"),
    [
        ("a: 1\nf: {x: 1, y: 2}\n", [("f", "y")], "a: 1\nf: {x: 1}\n"),
        ("a: 1\nf: {x: 1, y: 2}\nb: 2\n", [("f", "x"), ("f", "y")], "a: 1\nb: 2\n"),
        ("f:\n  x: 1\n  y: 2  # z\nb: 2\n", [("f", "y")], "f:\n  x: 1\nb: 2\n"),
        ("f:\r\n  x: 1\r\n  y: |\r\n    2\r\nb: 2", [("f", "y")], "f:\r\n  x: 1\r\nb: 2"),
        ("\ufefff: {y: 2}\nb: 2 # c\n", [("f", "y")], "\ufeffb: 2 # c\n"),
        ("t:\n  s:\n  - {x: 1}\n  - {y: 2}\n", [("t", "s", 1, "y")], "t:\n  s:\n  - {x: 1}\n"),
        ("a: 1\nt: {s: [{y: 2}]}\n", [("t", "s", 0, "y")], "a: 1\n"),
        # An amount by itself is that of the usual column.
        ("funds:\n  x: 1\n  y: {amount: 2, n: 3}\n", [("funds", "x", "amount")],
         "funds:\n  y: {amount: 2, n: 3}\n"),
        ("i:\n  - id: a\n    extra: {y: 1}\n    n: 1\n", [("i", 0, "extra", "y")],
         "i:\n  - id: a\n    n: 1\n"),
    ],
)  # fmt: skip
def test_a_value_goes_with_its_key_and_with_what_becomes_empty(
    text: str, routes: list[tuple[str | int, ...]], copy: str
) -> None:
    assert copy_of(text, routes) == copy


def test_a_spec_whose_values_are_all_public_is_the_same_source() -> None:
    source = Source(name="a.yaml", data=b"a: 1 # x\n")
    assert public_copy(source, ()) is source


def test_a_plan_whose_values_are_all_public_is_the_same_object(real_plan: Plan) -> None:
    assert public_plan(real_plan, load_forms(())[DEFAULT_FORM]) is real_plan


def test_the_copy_says_what_the_public_plan_says(form: Form) -> None:
    plan = plan_of(SPEC.encode())
    source = Source(name="a.yaml", data=SPEC.encode())

    copy = public_copy(source, list(private_routes(plan, form)))

    public = public_plan(plan, form)
    assert plan_of(copy.data) == public
    assert content_digest(public) == content_digest(plan_of(copy.data)) != content_digest(plan)
    assert [secret for secret in SECRETS if secret in copy.data.decode()] == []


def test_a_value_that_the_form_does_not_know_is_not_public(form: Form) -> None:
    plan = plan_of(SPEC.replace("  nature: new\n", "  unheard-of: '1'\n").encode())

    assert ("fields", "unheard-of") in set(private_routes(plan, form))
    assert "unheard-of" not in public_plan(plan, form).fields


def test_what_cannot_be_cut_out_is_said_and_nothing_goes_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_edits: TextEdits) -> str:
        raise EditError

    monkeypatch.setattr(TextEdits, "text", fail)
    with pytest.raises(SourceError) as caught:
        copy_of("f: {x: 1, y: 2}\n", [("f", "y")])
    assert caught.value.message == "private-impossible"


def test_extract_prints_the_copy(example: Example, here: Any) -> None:
    ran = here("extract", "--source", example.spec, cwd=example.root)

    assert ran.code == 0, ran.stderr
    assert "Strengthening of dikes" in ran.stdout
    assert [secret for secret in (*SECRETS, "Whom to call") if secret in ran.stdout] == []


def test_extract_refuses_a_spec_of_an_unknown_form(example: Example, here: Any) -> None:
    path = example.root / "specs" / "other.yaml"
    path.write_text(SPEC.replace("form: example-project", "form: unheard-of"), "utf-8")
    try:
        ran = here("extract", "--source", path, cwd=example.root)
    finally:
        path.unlink()

    assert ran.code == 3
    assert [secret for secret in SECRETS if secret in ran.stdout] == []
