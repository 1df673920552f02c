"""Write `docs/rules/`, a page for each code of a finding; `--check` only reports what is stale.

The pages of rules come from their docstrings, the others from the message catalogs, and the words
of the index from `docs/manual/reference.toml`.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from perf_report.model.finding import FORM_CODES
from perf_report.render.code_docs import FINDING_CODES, document_finding, write_page
from perf_report.score.rules import ALL_RULES

# Run as a file, where PYTHONSAFEPATH may hide what lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated_docs import DOCS, run
from reference_words import LANGUAGES, Words, ending, heading, leading, read_words, table

FOLDER = DOCS / "rules"
# The parts of the index, each with its codes.
PARTS = {"rules": [rule.id for rule in ALL_RULES], "other_findings": sorted(FORM_CODES)}


def pages() -> dict[str, str]:
    """Every page with its text, by its name: one for each code, and the index."""
    return {
        f"{page}{ending(language)}": text
        for language in LANGUAGES
        for page, text in _pages(language)
    }


def _pages(language: str) -> Iterator[tuple[str, str]]:
    words = Words(language=language)
    for code in FINDING_CODES:
        yield code, f"{leading(code, code, language)}\n{write_page(code, words.catalog)}"
    yield "README", "\n".join(_index(words)).rstrip("\n") + "\n"


def _index(words: Words) -> Iterator[str]:
    title, about = read_words()["index"][words.language]
    yield leading("README", title, words.language)
    yield f"{about}\n"
    for part, codes in PARTS.items():
        yield heading(words[part])
        yield from table((words["finding_code"], words["severity"]), _rows(codes, words))


def _rows(codes: Iterable[str], words: Words) -> Iterator[tuple[str, str]]:
    for code in codes:
        severity = document_finding(code, words.catalog).severity or words["as_counted"]
        yield f"[{code}]({code}{ending(words.language)})", severity


if __name__ == "__main__":
    run(FOLDER, pages(), __doc__)
