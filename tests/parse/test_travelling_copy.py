"""The travelling copy of a spec: its comments go, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from sampling import tries

from perf_report.model.source import Source
from perf_report.parse.travelling_copy import travelling_copy


def copy_of(text: str) -> str:
    return travelling_copy(Source(name="a.yaml", data=text.encode())).data.decode()


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("a: 1\n", "a: 1\n"),
        ("a: 1 # x\n", "a: 1\n"),
        ("a: 1\t # x\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"),
        ("# x\na: 1\n", "a: 1\n"),
        ("a:\n  # x\r\n  - 1\n", "a:\n  - 1\n"),
        ("a: 1\n\n# x\n\nb: 2\n", "a: 1\n\n\nb: 2\n"),
        ("a: 1\n# x", "a: 1\n"),
        ("a: 1 # x", "a: 1"),
        ('a: "1"#x\n', 'a: "1"\n'),
        ("a: [1,#x\n  2]#y\n", "a: [1,\n  2]\n"),
        ("a: {b: 1, # x\n  c: 2}\n", "a: {b: 1,\n  c: 2}\n"),
        ("a: b#c\n", "a: b#c\n"),
        ("a: 'b # c' # d\n", "a: 'b # c'\n"),
        ('a: "b\n  # c\n  d" # e\n', 'a: "b\n  # c\n  d"\n'),
        ("a: |  # x\n  b # c\n\n  # d\n# e\nf: 1\n", "a: |\n  b # c\n\n  # d\nf: 1\n"),
        ("a: >-\n  b\n# x\n\nc: 1\n", "a: >-\n  b\n\nc: 1\n"),
        # Without the sign the blank line below would become part of the text.
        ("a: |+\n  b\n# x\n\nc: 1\n", "a: |+\n  b\n#\n\nc: 1\n"),
        ("a: |2+ # x\n  b\n# y\n# z\n\nc: 1\n", "a: |2+\n  b\n#\n\nc: 1\n"),
        ("\ufeff# x\na: 1\n", "\ufeffa: 1\n"),
        ("a: 😀 # x\nb: 2 # y\n", "a: 😀\nb: 2\n"),
        ("# perf-report: allow r -- why\na: 1\n", "# perf-report: allow r -- why\na: 1\n"),
        ("a: 1  # x # perf-report: allow r -- y\n", "a: 1  # perf-report: allow r -- y\n"),
        ('a: "1"#x # perf-report: allow r\n', 'a: "1" # perf-report: allow r\n'),
        ("#perf-report:allow r\na: 1\n", "#perf-report:allow r\na: 1\n"),
        ("# perf-report: allowed\na: 1\n", "a: 1\n"),
        ("# yaml-language-server: $schema=x\na: 1\n", "# yaml-language-server: $schema=x\na: 1\n"),
        ("# see yaml-language-server: x\na: 1\n", "a: 1\n"),
    ],
)
def test_a_comment_goes_with_the_blanks_before_it(text: str, copy: str) -> None:
    assert copy_of(text) == copy


def test_a_copy_without_comments_is_the_same_source() -> None:
    source = Source(name="a.yaml", data=b"a: 1\n")
    assert travelling_copy(source) is source


COMMENT = st.text("#x :-'\"|[]{}，注", max_size=8).map(lambda text: f"#{text}")
VALUE = st.sampled_from([
    "1", "a b", '"a # b"', "'c # d'", '"e\n    # f"', "|\n    g # h\n\n    # i", "|+\n    j\n",
    ">+\n    k\n\n", "|-  #COMMENT\n    l", "[1, 2]", "[1,#COMMENT\n    2]", "{m: 1}",
])  # fmt: skip
LINE = st.one_of(
    st.tuples(VALUE, st.one_of(st.just(""), COMMENT)),
    st.tuples(st.none(), st.one_of(st.just(""), COMMENT)),
)


@given(st.lists(LINE, min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=tries(300), deadline=None)
def test_the_copy_means_what_the_spec_means(
    lines: list[tuple[str | None, str]], line_end: str
) -> None:
    text = "top: 1\n"
    for number, (value, comment) in enumerate(lines):
        if value is None:
            text += f"{comment}\n"
        elif value[0] in "|>":
            text += f"k{number}: {value}\n{comment}\n"
        else:
            text += f"k{number}: {value} {comment}\n"
    text = text.replace("\n", line_end)
    copy = copy_of(text)
    yaml = YAML(typ="safe")
    assert yaml.load(copy) == yaml.load(text)
    assert copy_of(copy) == copy
    assert "注" not in copy
    assert "COMMENT" not in copy
