"""Write `docs/rules/`, a page for each code of a finding; `--check` only reports what is stale.

The pages of rules come from their docstrings, the others from the message catalogs.
"""

from collections.abc import Iterable, Iterator

from generated_docs import DOCS, run

from perf_report.messages import load_catalogue
from perf_report.model.finding import FORM_CODES
from perf_report.render.code_docs import FINDING_CODES, document_finding, write_page
from perf_report.score.rules import ALL_RULES

FOLDER = DOCS / "rules"
CATALOGS = (load_catalogue("zh"), load_catalogue("en"))
# The parts of the index, each with its codes.
PARTS = (
    ("规则 / Rules", [rule.id for rule in ALL_RULES]),
    ("其他问题 / Other findings", sorted(FORM_CODES)),
)


def pages() -> dict[str, str]:
    """Every page with its text: one for each code, and the index."""
    written = {f"{code}.md": write_page(code, CATALOGS) for code in FINDING_CODES}
    return written | {"README.md": "\n".join(_index())}


def _index() -> Iterator[str]:
    yield "# 规则和其他问题 / Rules and other findings\n"
    for title, codes in PARTS:
        yield f"## {title}\n"
        yield "| 代码 / Code | 级别 / Severity |\n| --- | --- |"
        yield from _rows(codes)
        yield ""


def _rows(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        severities = [document_finding(code, say).severity for say in CATALOGS]
        cell = " / ".join(filter(None, severities)) or "…"
        yield f"| [{code}]({code}.md) | {cell} |"


if __name__ == "__main__":
    run(FOLDER, pages(), __doc__)
