"""Write `docs/rules/` from the docstrings of the rules; `--check` only says what is stale."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from perf_report.messages import Catalogue, load_catalogue
from perf_report.render.rule_docs import document_rule
from perf_report.score.rules import ALL_RULES, AnyRule

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def pages() -> Iterator[tuple[Path, str]]:
    """Every page with its text: one a rule, and the index."""
    catalogues = (load_catalogue("zh"), load_catalogue("en"))
    for rule in ALL_RULES:
        yield FOLDER / f"{rule.id}.md", document_rule(rule, catalogues)
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {' / '.join(_severities(rule, catalogues))} |\n"
        for rule in ALL_RULES
    )
    head = "# 规则 / Rules\n\n| 规则 / Rule | 级别 / Severity |\n| --- | --- |\n"
    yield FOLDER / "README.md", head + rows


def main() -> None:
    """Write what differs, or with --check name it and fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    wanted = dict(pages())
    stale = [(path, text) for path, text in wanted.items() if not _says(path, text)]
    surplus = sorted(set(FOLDER.glob("*.md")) - set(wanted))
    for path in surplus:
        print(f"surplus: {path.name}")
        if not is_check:
            path.unlink()
    for path, text in stale:
        print(f"stale: {path.name}" if is_check else f"written: {path.name}")
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    sys.exit(1 if is_check and (stale or surplus) else 0)


def _severities(rule: AnyRule, catalogues: tuple[Catalogue, Catalogue]) -> Iterator[str]:
    return (catalogue.format("word", rule.severity.value) for catalogue in catalogues)


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    main()
