"""A user's own templates: they override any part, in a sandbox, and their failures are located."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from perf_report import resources
from perf_report.errors import RenderError
from perf_report.render.html import TemplateRenderer
from perf_report.render.templates import open_environment

Runner = Callable[..., Any]

TABLE = "ccpit-tianjin/2025"


@pytest.fixture
def build_with(here: Runner, real_spec: Path, tmp_path: Path) -> Callable[..., Any]:
    """Builds one file of the real table with some templates of a user's."""

    def build(templates: dict[str, str], format_: str = "html", mode: str = "zh-en") -> Any:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        for name, text in templates.items():
            (folder / name).write_text(text, "utf-8")
        return here(
            *("build", real_spec, "--output", tmp_path / "out", "--templates", folder),
            *("--format", format_, "--lang", mode),
        )

    return build


def page_of(tmp_path: Path, mode: str = "zh-en") -> str:
    return (tmp_path / "out" / TABLE / f"table.{mode}.html").read_text("utf-8")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def assert_failed(ran: Any, tmp_path: Path, *words: str) -> None:
    """The build could not run, said why in one message, and wrote nothing."""
    assert ran.code == 3
    for word in words:
        assert word in ran.stderr
    assert "Traceback" not in ran.stderr
    assert files_in(tmp_path / "out") == []


# Precedence


def test_a_template_of_the_user_replaces_one_part_and_the_rest_stays(
    build_with: Callable[..., Any], built: Path, tmp_path: Path
) -> None:
    ran = build_with({"goals.html.j2": '<p class="mine">{{ grid.lines|length }} goals</p>\n'})

    assert ran.code == 0, ran.stderr
    page, plain = page_of(tmp_path), (built / "table.zh-en.html").read_text("utf-8")
    assert '<p class="mine">8 goals</p>' in page
    assert '<table class="goals"' not in page
    for part in ('<table class="funds"', '<table class="indicators"'):
        start = plain.index(part)
        table = plain[start : plain.index("</table>", start)]
        assert table in page


def test_a_style_of_the_user_replaces_the_built_in_one(
    build_with: Callable[..., Any], tmp_path: Path
) -> None:
    ran = build_with({"screen.css.j2": "main { max-width: 99rem }"})

    assert ran.code == 0, ran.stderr
    assert "99rem" in page_of(tmp_path)
    assert "64rem" not in page_of(tmp_path)


def test_the_templates_folder_of_a_project_is_found_by_itself(
    tool: Runner, real_spec: Path, tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "table.yaml").write_bytes(real_spec.read_bytes())
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "funds.html.j2").write_text("<p>found by itself</p>")

    ran = tool("build", "--format", "html", "--lang", "zh", cwd=tmp_path)

    assert ran.code == 0, ran.stderr
    page = (tmp_path / "output" / TABLE / "table.zh.html").read_text("utf-8")
    assert "<p>found by itself</p>" in page


def test_the_sandbox_changes_nothing_of_what_our_own_templates_make(
    build_with: Callable[..., Any], built: Path, tmp_path: Path
) -> None:
    assert build_with({"unused.html.j2": ""}).code == 0

    assert page_of(tmp_path) == (built / "table.zh-en.html").read_text("utf-8")


def test_the_built_in_template_of_the_same_name_can_be_imported_and_its_blocks_overridden(
    build_with: Callable[..., Any], tmp_path: Path
) -> None:
    base = (resources.templates_path() / "base.html.j2").read_text("utf-8")

    ran = build_with({"base.html.j2": base.replace("</body>", "<p>below</p></body>")})

    assert ran.code == 0, ran.stderr
    assert "<p>below</p></body>" in page_of(tmp_path)


def test_a_template_folder_that_is_not_there_is_named(
    here: Runner, real_spec: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "nowhere"

    ran = here("build", real_spec, "--output", tmp_path / "out", "--templates", missing)

    assert_failed(ran, tmp_path, str(missing))


def set_words(text: str, medium: str) -> str:
    environment = open_environment((resources.templates_path(),))
    template = environment.from_string("{{ text|words('en', 0) }}")
    return template.render(text=text, medium=medium)


def test_what_no_line_may_break_is_told_apart_on_paper_alone() -> None:
    text = "at least 5 items\nof all"

    paper = 'at least<span> </span><span class="whole">5 items</span><br />of all'
    assert set_words(text, "page") == paper
    assert set_words(text, "screen") == "at least 5 items<br />of all"


def test_markup_in_a_text_is_text_where_no_line_may_break_either() -> None:
    paper = set_words("<i>\n≥ 5 (<b>)</b>", "page")

    assert paper == ('&lt;i&gt;<br /><span class="whole">≥ 5 (&lt;b&gt;)</span>&lt;/b&gt;')


# The sandbox

ESCAPES = [
    pytest.param("{{ ''.__class__.__mro__ }}", id="the classes of a text"),
    pytest.param("{{ table.__init__.__globals__ }}", id="the globals of a value"),
    pytest.param("{{ cycler.__init__.__globals__.os.getcwd() }}", id="a global of Jinja"),
    pytest.param("{{ ''|attr('__class__') ~ '' }}", id="the filter attr"),
    pytest.param("{{ 'x'|attr('__cl' ~ 'ass__')|attr('__mro__') }}", id="a name in pieces"),
    pytest.param("{{ '{0.__class__}'.format(table) }}", id="a format string"),
    pytest.param("{{ '{a.__class__}'.format_map({'a': table}) }}", id="a format map"),
    pytest.param("{{ table.grids|map(attribute='__class__')|join }}", id="the filter map"),
    pytest.param("{{ self._TemplateReference__context.environment.loader }}", id="self"),
    pytest.param("{{ speech.form.__func__.__code__ }}", id="the code of a method"),
    pytest.param("{% set table.year = 1 %}", id="setting an attribute"),
    pytest.param("{{ [].append.__self__.__class__ }}", id="a bound method"),
    pytest.param(
        "{{ grid.lines.append(1) }}{{ parts.clear() }}", id="changing a value of the page"
    ),
    pytest.param("{{ range(100000000)|list|length }}", id="a huge range"),
    pytest.param("{% include '../../secret.txt' %}", id="a file outside the folder"),
    pytest.param("{% include '/etc/hostname' %}", id="an absolute path"),
]


@pytest.mark.parametrize("template", ESCAPES)
def test_what_reaches_out_of_the_sandbox_fails_with_a_located_message(
    build_with: Callable[..., Any], tmp_path: Path, template: str
) -> None:
    (tmp_path / "secret.txt").write_text("secret")

    ran = build_with({"goals.html.j2": f"<p>first line</p>\n{template}\n"})

    assert_failed(ran, tmp_path, "goals.html.j2", "2")


# Mistakes


@pytest.mark.parametrize(
    ("template", "line", "word"),
    [
        pytest.param("<p>\n\n{{ nothing }}", 3, "nothing", id="an undefined variable"),
        pytest.param("{{ table.nothing }}", 1, "nothing", id="an undefined attribute"),
        pytest.param("\n{{ grid.nothing }}", 2, "nothing", id="an undefined part"),
        pytest.param("\n{{ table.grids[99].id }}", 2, "99", id="an undefined item"),
        pytest.param("<p>\n{% if %}", 2, "", id="a syntax error"),
        pytest.param("<p>\n\n{% for x in table.grids %}", 3, "for", id="a block without an end"),
        pytest.param("\n{{ 1|nothing }}", 2, "nothing", id="an unknown filter"),
        pytest.param("\n{{ 1 / 0 }}", 2, "zero", id="a division by zero"),
        pytest.param("\n\n{{ table.year.upper() }}", 3, "upper", id="a wrong method"),
        pytest.param("\n{{ 1 + 'a' }}", 2, "int", id="a wrong type"),
        pytest.param("\n{% include 'nowhere.j2' %}", 2, "nowhere.j2", id="a missing template"),
        pytest.param("\n{{ [1]|first(1) }}", 2, "", id="wrong arguments"),
    ],
)
def test_a_mistake_in_a_template_is_reported_with_its_template_and_line(
    build_with: Callable[..., Any], tmp_path: Path, template: str, line: int, word: str
) -> None:
    ran = build_with({"funds.html.j2": template})

    assert_failed(ran, tmp_path, "funds.html.j2", f"line {line}", word)


def test_a_template_that_includes_itself_without_end_fails_with_a_message(
    build_with: Callable[..., Any], tmp_path: Path
) -> None:
    ran = build_with({"funds.html.j2": "{% include 'funds.html.j2' %}"})

    assert_failed(ran, tmp_path, "funds.html.j2")


def test_a_template_that_is_not_utf_8_fails_with_a_message(
    here: Runner, real_spec: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "funds.html.j2").write_bytes("预算".encode("gb18030"))

    ran = here(
        *("build", real_spec, "--output", tmp_path / "out", "--templates", tmp_path / "own"),
        *("--format", "html"),
    )

    assert_failed(ran, tmp_path, "funds.html.j2")


def test_a_mistake_stops_a_pdf_too(build_with: Callable[..., Any], tmp_path: Path) -> None:
    ran = build_with({"funds.html.j2": "\n{{ nothing }}"}, "pdf")

    assert_failed(ran, tmp_path, "funds.html.j2", "line 2", "nothing")


def test_markup_in_values_is_escaped_in_a_users_template_too(
    build_with: Callable[..., Any], tmp_path: Path
) -> None:
    ran = build_with({"funds.html.j2": "{{ '<b>' }}{{ '<i>'|safe }}"})

    assert ran.code == 0, ran.stderr
    assert "&lt;b&gt;<i>" in page_of(tmp_path)


def test_every_built_in_template_loads() -> None:
    names = TemplateRenderer(folders=(resources.templates_path(),)).check_syntax()

    folder = resources.templates_path()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
    assert set(names) == files
    assert len(names) > 30


def test_checking_the_syntax_names_the_template_that_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "mine.html.j2").write_text("\n{% nothing %}")

    with pytest.raises(RenderError) as caught:
        TemplateRenderer(folders=(tmp_path,)).check_syntax()

    assert caught.value.message == "template-failed"
    assert caught.value.arguments["template"] == "mine.html.j2"
    assert caught.value.arguments["line"] == 2


# Other pages

STYLES = [
    pytest.param("@page { size: A5 landscape; margin: 20mm 10mm }", id="small pages"),
    pytest.param("@page { size: A3 portrait } html { font-size: 9pt }", id="large pages"),
    pytest.param("html { font-size: 15pt; line-height: 2 } th, td { padding: 0 }", id="large type"),
    pytest.param("table.indicators { break-before: auto } tr { break-inside: auto }",
                 id="rows that may be split"),
    pytest.param("th.name, td { page-break-inside: auto } thead { display: table-row-group }",
                 id="a header that is not repeated"),
]  # fmt: skip


@pytest.mark.sampled
@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_pages_of_another_style_settle_and_every_page_has_its_labels(
    build_with: Callable[..., Any], tmp_path: Path, style: str
) -> None:
    own = (resources.templates_path() / "page.css.j2").read_text("utf-8") + style

    ran = build_with({"page.css.j2": own}, "pdf", "zh")

    assert ran.code == 0, ran.stderr
    with pikepdf.open(tmp_path / "out" / TABLE / "table.zh.pdf") as pdf:
        assert len(pdf.pages) >= 3
    assert_first_rows_are_labelled(tmp_path / "out" / TABLE / "table.zh.pdf")


def assert_first_rows_are_labelled(path: Path) -> None:
    """Every page that shows an indicator shows a goal and both levels too."""
    program = shutil.which("pdftotext")
    assert program, "this test needs pdftotext (poppler-utils)"
    ran = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)
    pages = [re.sub(r"\s", "", page) for page in ran.stdout.decode().split("\f")[:-1]]
    shown = [page for page in pages if re.search(r"[≥≤][0-9]", page)]
    assert shown
    for page in shown:
        assert re.search("目标[1-8](（续）)?(产出|效益|满意度)", page)
        assert re.search("(产出|效益|满意度)指标(.{2,4}指标|..效益|可持续影响|服务对象)", page)
