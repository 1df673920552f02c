"""Write `docs/reference/` from the schemas, the data and the code; `--check` only reports.

Words that are in none of these are in `docs/manual/reference.toml`.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from perf_report import resources

# Run as a file, where PYTHONSAFEPATH may hide what lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import reference_code
import reference_data
from generated_docs import DOCS, run
from reference_code import yaml_schema
from reference_schema import SchemaTables, read_schema
from reference_words import LANGUAGES, Words, ending, leading, read_words

FOLDER = DOCS / "reference"
Part = Callable[[Words], Iterator[str]]
# The schema that a page describes, if any.
SCHEMAS: Mapping[str, Path] = {
    "spec": resources.schema_path(),
    "reports": resources.report_schema_path(),
    "forms": resources.form_schema_path(),
    "frameworks": yaml_schema("framework"),
    "scorings": yaml_schema("scoring"),
    "indicators": yaml_schema("indicator-library"),
    "approvals": yaml_schema("approvals"),
}
# What else is on a page.
PARTS: Mapping[str, Part] = {
    "forms": reference_data.forms,
    "frameworks": reference_data.frameworks,
    "scorings": reference_data.scorings,
    "targets": reference_data.targets,
    "settings": reference_code.settings,
    "commands": reference_code.commands,
    "exit-codes": reference_code.exit_codes,
    "environment": reference_code.environment,
    "json": reference_code.json_formats,
    "changes": reference_code.changes,
}


def pages() -> dict[str, str]:
    """Every page with its text, by its name."""
    return {
        f"{page}{ending(language)}": "\n".join(_page(page, language)).rstrip("\n") + "\n"
        for page in read_words()["pages"]
        for language in LANGUAGES
    }


def _page(page: str, language: str) -> Iterator[str]:
    title, about = read_words()["pages"][page][language]
    yield leading(page, title, language)
    yield f"{about}\n"
    words = Words(language=language)
    if page in SCHEMAS:
        yield from _tables(page, words)
    if page in PARTS:
        yield from PARTS[page](words)


def _tables(page: str, words: Words) -> Iterator[str]:
    told = read_words()["pages"][page]
    conditions = {
        branch: told[f"{branch}_{words.language}"]
        for branch in ("then", "else")
        if f"{branch}_{words.language}" in told
    }
    schema = read_schema(SCHEMAS[page])
    yield from SchemaTables(schema=schema, words=words, conditions=conditions).lines()


if __name__ == "__main__":
    run(FOLDER, pages(), __doc__)
