"""What `scripts/fuzz.py` tries with damaged input: each target, its inputs, and what has to hold.

Inputs are files of the repository with a few random edits: of bytes, of lines, and of tokens that
mean something to YAML, TOML, a target or a PDF. A target fails by an exception other than
PerfReportError, or by a property that does not hold.
"""

import io
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from builds import make_checker, small_job
from hypothesis import strategies as st
from paths import EXAMPLES, REAL_SPEC, SMALL_SPEC

from perf_report import resources
from perf_report.app.blank_form import empty_plan
from perf_report.app.check.checker import Checker
from perf_report.app.check.spec_check import CheckedPlan, Standards, check_source, open_standards
from perf_report.app.check.validation import fix_source
from perf_report.app.extract import list_attachments
from perf_report.app.project import Project, open_project
from perf_report.app.verify.remake import open_verify_setup
from perf_report.app.verify.run import verify_file
from perf_report.diff.change import ChangeKind
from perf_report.diff.change_data import fingerprint
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.mirrors import MIRRORS
from perf_report.diff.significance import Policy
from perf_report.errors import PerfReportError
from perf_report.messages import describe_error, describe_finding, load_catalogue
from perf_report.model.figure_runs import figure_runs
from perf_report.model.form import Stage
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.target import parse_bound, parse_quantity
from perf_report.model.target_english import english_target
from perf_report.model.target_reading import read_target
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.parse.approvals import read_approvals
from perf_report.parse.document import parse_document, scalars
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units

_COMMENT = re.compile(rb"(?:^|\s)#")

UNITS = load_units()
CATALOGUES = (load_catalogue("zh"), load_catalogue("en"))

# What means something to YAML, to TOML or to a rule: characters, and longer pieces.
_CHARACTERS = (
    "，｛｝：；。、－＃　≥≤＞＜＝±~%‰°⾦\u0301\u202e\ufeff\U0001f600\"'#&*!|>-?:,[]{}@`\t\r\0\x1b"
)
_PIECES = (
    "<<: ", "*a", "&a ", "!!binary ", "!!python/none ", "---\n", "...\n", "\n\n", "\r\n", "null",
    "true", "0x1F", "1e999", "-1", "0", "９９", "1,306.00", "999999999999.99", "2025-02-30",
    "satisfaction.beneficiary", "formerly: [a]", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n",
    "# perf-report: allow all -- x\n", "# 待核", "≥90%", "≥1:3", "1/2", "万元", "亿", "a" * 300,
    "3～5个", "10月底前", "1次/年", "每月1次", "±3%", "12个月内", "以上", "甲" * 300,
    " " * 300, "[" * 40, "{a: " * 40, "，.5", "。.5%", "3，200", "5。5", "5..6", " ,5",
)  # fmt: skip
TOKENS = tuple(token.encode() for token in (*_CHARACTERS, *_PIECES))
# What means something to a form or to a spec of one.
_FORM_PIECES = (
    "public: false, ", "{unit}", "{year+9}", "{year-1}", "rows: tasks", "rows: sources",
    "total: true, ", "type: choice, ", "type: money, ", "type: period, ", "subject: projects",
    "subject: department", "stage: monitoring", "parts: []", "heading: true, ", "{{ 7*7 }}",
    "horizon: midterm\n", "extra: {a: 1}\n", "{from: 2026-12, to: 2026-01}", "0000-00-00",
    "column: ", "<b>", "</style>", "project.name",
)  # fmt: skip
FORM_TOKENS = (*TOKENS, *(piece.encode() for piece in _FORM_PIECES))
PDF_TOKENS: tuple[bytes, ...] = (
    b"/EF", b"/F", b"/UF", b"/Names", b"/Kids", b"/K", b"/P", b"<<", b">>", b"[", b"]", b"0 R",
    b"1 0 R", b"endobj", b"stream\n", b"endstream", b"xref", b"%%EOF", b"/Length 9999999",
    b"/ByteRange", b"\0" * 50, b"beginbfrange <0000> <ffff> <0000> endbfrange", b"BDC", b"EMC",
    b"-1", b"99999999999",
)  # fmt: skip


def edit(data: bytes, chance: random.Random, tokens: Sequence[bytes]) -> bytes:
    """The data with one to six random edits."""
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_EDITS)(data, chance, tokens)
    return data


def _insert_token(data: bytes, chance: random.Random, tokens: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(tokens) + data[place:]


def _replace_bytes(data: bytes, chance: random.Random, tokens: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((1, 2, 8, 60)))
    return (
        data[:start] + chance.choice((b"", chance.randbytes(1), chance.choice(tokens))) + data[end:]
    )


def _move_lines(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    start = chance.randint(0, len(lines))
    end = min(len(lines), start + chance.randint(1, 12))
    moved, rest = lines[start:end], lines[:start] + lines[end:]
    place = chance.randint(0, len(rest))
    kept = chance.choice((rest, lines))
    return b"".join([*kept[:place], *moved, *kept[place:]])


def _indent_line(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    place = chance.randrange(len(lines))
    lines[place] = chance.choice((b" ", b"  ", b"\t", b"- ")) + lines[place]
    return b"".join(lines)


_EDITS = (_insert_token, _insert_token, _replace_bytes, _move_lines, _indent_line)


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzTarget:
    """A property, and the strategy that draws its inputs."""

    name: str
    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]


# --- What the checks share ---


@cache
def standards() -> Standards:
    return open_standards(Project(root=Path("/nowhere")), ())


@cache
def checker() -> Checker:
    return make_checker(Project(root=Path("/nowhere")))


def _check(data: bytes) -> CheckedPlan:
    return check_source(Source(name="spec.yaml", data=data), standards())


def _expect_message(call: Callable[[], object]) -> None:
    """Run a call that may end in a PerfReportError, which both languages describe."""
    try:
        call()
    except PerfReportError as raised:
        error = raised
    else:
        return
    assert all(describe_error(catalogue, error).message for catalogue in CATALOGUES)


def _in_file(name: str, data: bytes, call: Callable[[Path], object]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        _expect_message(lambda: call(path))


# --- The properties ---


def check_spec(data: bytes) -> None:
    """Every finding is described in both languages, and is at a place of the file."""
    checked = _check(data)
    count = data.count(b"\n") + data.count(b"\r")
    for located in checked.findings:
        assert 1 <= located.span.line <= count + 2
        for catalogue in CATALOGUES:
            assert describe_finding(catalogue, located.finding).message


def check_target(text: str) -> None:
    """What is read of a target is printed, and what is printed is read as the same."""
    target = read_target(text, 2025)
    if target is not None:
        assert read_target(target.printed, 2025) == target
        # Figures and signs of another width are printed in the form's own; a rule warns of them.
        assert parse_quantity(text) or parse_bound(text) or target.printed == text
        english_target(target, UNITS.get)


def check_settings(data: bytes) -> None:
    """Settings are read, or refused by a message."""

    def use(path: Path) -> None:
        project = open_project(path.parent)
        _ = project.severities, project.policy, project.address, project.site_title
        _ = project.approvals_path, project.framework_folders, project.fonts(), project.specs_folder

    _in_file("perf-report.toml", data, use)


def check_approvals(data: bytes) -> None:
    """Approvals are read, or refused by a message."""
    _expect_message(lambda: read_approvals(Source(name="approvals.yaml", data=data)))


def check_framework(data: bytes) -> None:
    """A framework is read, or refused by a message."""
    _in_file("frameworks/own.yaml", data, lambda path: load_frameworks([path.parent]))


def check_form(data: bytes) -> None:
    """A form is read and drawn with nothing filled in, or refused by a message."""

    def use(path: Path) -> None:
        project = Project(root=path.parent.parent)
        for form in load_forms([path.parent]).values():
            if form.file == path.name and form.stage is Stage.PLAN:
                plan = empty_plan(project, form, 2026)
                framework = load_frameworks([])[plan.framework]
                vocabulary = Vocabulary(form=form, framework=framework, units=UNITS)
                table = Table(plan=plan, vocabulary=vocabulary, source=Source(name="", data=data))
                output = Output(format="html", path="table.html", mode="zh")
                config = BuildConfig(templates=(resources.templates_path(),))
                make_output(Job(table=table, output=output, config=config, identifier="fuzz"))

    _in_file("forms/own.yaml", data, use)


def check_form_spec(data: bytes) -> None:
    """The copy of a spec that goes out has the public plan and nothing private, or is refused."""
    check_spec(data)
    checked = _check(data)

    def cut() -> None:
        if checked.valid_table is not None:
            again = _check(checked.public_source.data)
            assert again.plan == checked.plan
            assert again.private == ()

    _expect_message(cut)


def check_pair(pair: tuple[bytes, bytes]) -> None:
    """No plan differs from itself, and both directions of a comparison tell the same changes."""
    plans = [_check(data).plan for data in pair]
    base, revision = plans
    if base is None or revision is None:
        return
    assert compare_plans(base, base, Policy()).assessed == ()
    there, back = (
        compare_plans(*sides, Policy()) for sides in ((base, revision), (revision, base))
    )
    assert _kinds(there, back=True) == _kinds(back, back=False)
    assert len({fingerprint(revision, item.change) for item in there.assessed}) == len(
        there.assessed
    )


_BOTH_WAYS: dict[str, ChangeKind] = {
    kind: other for pair in MIRRORS.items() for kind, other in (pair, pair[::-1])
}


def _kinds(comparison: Comparison, *, back: bool) -> list[str]:
    kinds = (item.change.kind for item in comparison.assessed)
    return sorted((_BOTH_WAYS[kind] if back else kind).value for kind in kinds)


def check_fix(data: bytes) -> None:
    """A fixed file has nothing left to fix, its comments, and every figure of its texts.

    No finding comes with a fix.

    An error may hide what rules say of the rest, so that mending it may show more.
    """
    fixed = fix_source(Source(name="spec.yaml", data=data), checker())
    if fixed is None or fixed == data:
        return
    assert fix_source(Source(name="spec.yaml", data=fixed), checker()) == fixed
    assert len(_COMMENT.findall(fixed)) >= len(_COMMENT.findall(data))
    assert fixed.count("\ufffd".encode()) <= data.count("\ufffd".encode())
    assert _figures(fixed) == _figures(data)
    before, after = _check(data), _check(fixed)
    old, new = (Counter(each.finding.rule for each in side.findings) for side in (before, after))
    assert before.result.counts["error"] or not new - old, new - old


def _figures(data: bytes) -> dict[Route, list[str]]:
    """The figures of each text of a spec, by route."""
    document = parse_document(Source(name="spec.yaml", data=data))
    return {
        route: figure_runs(scalar.text)
        for route, scalar in scalars(document)
        if route[-1:] in {("zh",), ("en",)}
    }


def check_pdf(data: bytes) -> None:
    """A PDF is verified or refused, and never genuine with the bytes of another."""
    _in_file("table.pdf", data, list_attachments)
    _in_file("table.pdf", data, _verify)


def _verify(path: Path) -> None:
    verdict = verify_file(path, open_verify_setup(None))
    assert verdict.state in {
        "genuine",
        "genuine-as-data",
        "altered",
        "cannot-tell",
        "other-version",
        "other-form",
    }
    if verdict.state == "genuine":
        assert path.read_bytes() == small_pdf() or verdict.byte_match != "all"


@cache
def small_pdf() -> bytes:
    """The PDF of the small table."""
    return make_output(small_job("pdf"))


@cache
def plain_pdf() -> bytes:
    """The same with its streams uncompressed, so that edits reach what is in them."""
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return stream.getvalue()


# --- The inputs ---


def _edited(seeds: Callable[[], Sequence[bytes]], tokens: Sequence[bytes]) -> Any:
    @st.composite
    def draw(draw: st.DrawFn) -> bytes:
        chance = draw(st.randoms(use_true_random=False, note_method_calls=False))
        return edit(chance.choice(seeds()), chance, tokens)

    return draw()


@cache
def specs() -> tuple[bytes, ...]:
    """The examples of valid and invalid specs, and the real one."""
    paths = sorted(EXAMPLES.rglob("*.yaml"))
    assert len(paths) > 50  # an empty folder would try nothing
    return tuple(path.read_bytes() for path in paths) + (REAL_SPEC.read_bytes(),) * 10


def small_specs() -> tuple[bytes, ...]:
    """The small table, of which most edits leave something to compare."""
    return (SMALL_SPEC.read_bytes(),)


_SETTINGS = """\
output = "output"
site = "public"
address = "https://example.org/x"
fonts = ["a.otf"]
[severity]
stale = "off"
funds-total = "warning"
[significance]
target-loosened = "neutral"
[site_title]
zh = "甲"
"""
_APPROVALS = """\
approvals:
  - fingerprint: 0123456789abcdef
    reason: agreed
    by: office
    given: 2025-03-01
    expires: 2025-12-31
"""


def settings_files() -> tuple[bytes, ...]:
    """Settings of several kinds."""
    return (_SETTINGS.encode(),)


def approvals_files() -> tuple[bytes, ...]:
    """Approvals as `diff --approve` writes them."""
    return (_APPROVALS.encode(),)


def framework_files() -> tuple[bytes, ...]:
    """The built-in frameworks and units."""
    frameworks = sorted(resources.frameworks_path().glob("*.yaml"))
    return (*(path.read_bytes() for path in frameworks), resources.units_path().read_bytes())


def form_files() -> tuple[bytes, ...]:
    """The built-in forms."""
    paths = sorted(resources.forms_path().glob("*.yaml"))
    return tuple(path.read_bytes() for path in paths)


def form_specs() -> tuple[bytes, ...]:
    """The examples of specs of forms."""
    paths = sorted(resources.example_specs_path().glob("*.yaml"))
    return tuple(path.read_bytes() for path in paths)


_TARGET_PARTS = (
    "≥",
    "≤",
    "＞",
    "＝",
    "=",
    ">",
    "1",
    "９",
    "0",
    ".",
    ",",
    "，",
    "万",
    "亿",
    "千",
    "%",
    "％",
    "‰",
)
TARGETS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [*_TARGET_PARTS, "次", "个工作日", "万元", " ", "以上", ":", "/", "~", "-", "e3", "。"]
        ),
        max_size=8,
    ).map("".join),
)
_SMALL = _edited(small_specs, TOKENS)

FUZZ_TARGETS = (
    FuzzTarget(name="spec", inputs=_edited(specs, TOKENS), check=check_spec),
    FuzzTarget(name="target", inputs=TARGETS, check=check_target),
    FuzzTarget(name="settings", inputs=_edited(settings_files, TOKENS), check=check_settings),
    FuzzTarget(name="approvals", inputs=_edited(approvals_files, TOKENS), check=check_approvals),
    FuzzTarget(name="framework", inputs=_edited(framework_files, TOKENS), check=check_framework),
    FuzzTarget(name="form", inputs=_edited(form_files, FORM_TOKENS), check=check_form),
    FuzzTarget(name="form-spec", inputs=_edited(form_specs, FORM_TOKENS), check=check_form_spec),
    FuzzTarget(name="diff", inputs=st.tuples(_SMALL, _SMALL), check=check_pair),
    FuzzTarget(name="fix", inputs=_edited(specs, TOKENS), check=check_fix),
    FuzzTarget(
        name="pdf", inputs=_edited(lambda: (small_pdf(), plain_pdf()), PDF_TOKENS), check=check_pdf
    ),
)
