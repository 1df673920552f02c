"""The styles of cells on pages of the site, whose policy allows no attribute `style`."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import succeed
from paths import PACKAGE

from perf_report.site.page_styles import collect_styles

pytestmark = pytest.mark.usefixtures("papers_kept")


def test_styles_become_a_style_sheet_that_has_each_of_them_once() -> None:
    body = '<col style="width: 15%" /><col class="a" style="width: 5%" /><td style="width: 15%">'
    styled = collect_styles(body)
    assert (
        styled.html == '<col data-style="1" /><col class="a" data-style="2" /><td data-style="1">'
    )
    assert styled.styles.splitlines() == [
        '[data-style][data-style="1"] { width: 15% }',
        '[data-style][data-style="2"] { width: 5% }',
    ]


def test_a_body_without_styles_stays_and_its_policy_allows_nothing_more() -> None:
    body = '<p title="a style=&#34;b&#34;">style="width: 1%"</p>'
    assert collect_styles(body).variables == {"table": body, "styles": "", "style_policy": ""}


def test_the_page_of_a_project_has_the_widths_of_its_form_and_a_policy_that_lets_them(
    tmp_path: Path,
) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    (tmp_path / "perf-report.toml").touch()
    example = PACKAGE / "data" / "examples" / "project-2021.yaml"
    (specs / "river.yaml").write_bytes(example.read_bytes())
    succeed("--project", tmp_path, "build", "--format", "html", "--format", "json",
            "--format", "yaml")  # fmt: skip
    succeed("--project", tmp_path, "site", "--no-build", "--no-search")
    page = (tmp_path / "site/demo-water/2026/example-river/index.html").read_text("utf-8")
    assert not re.search(r"<[^>]* style=", page)
    (styles,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    allowed = b64encode(sha256(styles.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{allowed}';" in page
    built = (tmp_path / "output/demo-water/2026/example-river/table.zh.html").read_text("utf-8")
    widths = set(re.findall(r'style="(width: [^"]*)"', built))
    assert len(widths) > 5
    assert all(width in styles for width in widths)
