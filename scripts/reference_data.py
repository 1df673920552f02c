"""What the data have for `docs/reference/`: forms, frameworks, scorings, targets and units."""

from collections.abc import Iterable, Iterator
from functools import partial

# The parser of regular expressions, which tells what a pattern of words matches.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from reference_schema import read_schema
from reference_words import Words, anchor, code, heading, table, titled

from perf_report import resources
from perf_report.model.framework import Framework
from perf_report.model.scoring import Scoring
from perf_report.model.target import Deadline, Operator, Quantity, Range, Ratio, Target
from perf_report.model.target_english import english_target
from perf_report.model.target_reading import SIGNS, WORDS_BEFORE, WORDS_BEHIND, read_target
from perf_report.model.text import Text
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units
from perf_report.parse.scorings import load_scorings

# Notations beside the examples of the schema.
_NOTATIONS = (
    "不少于17台", "17台以上", "大于17台", "控制在5%以内", "±3%以内", "≥-3%", "负3%", "-3%至5%",
    "1次/年", "每月1次", "3元/人", "2/3", "2025.12.31", "第三季度", "年底前", "≤3个工作日",
    "≥39万次",
)  # fmt: skip
# The year of the examples.
_YEAR = 2025
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Range, "range_kind"), (Ratio, "ratio"), (Deadline, "deadline"),
)  # fmt: skip


def forms(words: Words) -> Iterator[str]:
    """The built-in forms, with what each follows."""
    say = words.catalog
    yield heading(words["built_in"])
    head = [words[word] for word in ("id", "title_column", "subject", "stage", "source")]
    rows = (
        (
            anchor(f"form.{form.id}") + code(form.id),
            _in(words, form.title),
            say.format("word", f"subject-{form.subject}"),
            say.format("stage", form.stage),
            _in(words, form.source),
        )
        for form in load_forms([]).values()
    )
    yield from table(head, rows)


def frameworks(words: Words) -> Iterator[str]:
    """The built-in frameworks, with their categories."""
    yield heading(words["built_in_frameworks"])
    for framework in load_frameworks([]).values():
        yield heading(titled(_in(words, framework.name), framework.id), 3)
        head = [words[word] for word in ("id", "level1", "level2", "better")]
        yield from table(head, _categories(framework, words))


def _categories(framework: Framework, words: Words) -> Iterator[tuple[str, ...]]:
    for level in framework.levels:
        for each in level.categories:
            labels = (_in(words, level.label), _in(words, each.label))
            yield code(each.id), *labels, code(each.better or "")


def scorings(words: Words) -> Iterator[str]:
    """The built-in scorings."""
    yield heading(words["built_in_scorings"])
    head = [words[word] for word in ("id", "name", "execution", "weights", "source")]
    yield from table(head, (_scoring(each, words) for each in load_scorings([]).values()))


def _scoring(scoring: Scoring, words: Words) -> tuple[str, ...]:
    weights = (f"{level} {points}" for level, points in scoring.weights.items())
    points = str(scoring.execution.weight), words.listed(weights) or words["none"]
    name, source = _in(words, scoring.name), _in(words, scoring.source)
    return anchor(f"scoring.{scoring.id}") + code(scoring.id), name, *points, source


def targets(words: Words) -> Iterator[str]:
    """The signs, the notations and the units of targets."""
    yield heading(words["signs"])
    head = [words[word] for word in ("sign", "written", "before", "behind")]
    yield from table(head, (_sign(operator, words) for operator in Operator))
    yield heading(words["readings"])
    head = [words[word] for word in ("written", "read_as", "in_english")]
    yield from table(head, filter(None, map(partial(_notation, words), _notations())))
    yield heading(words["units"])
    head = [words[word] for word in ("unit", "one", "other")]
    yield from table(head, ((unit, each.one, each.other) for unit, each in load_units().items()))


def _sign(operator: Operator, words: Words) -> tuple[str, ...]:
    signs = dict.fromkeys(
        [str(operator), *(sign for sign, each in SIGNS.items() if each == operator)]
    )
    patterns = (WORDS_BEFORE.get(operator, ""), WORDS_BEHIND.get(operator, ""))
    texts = (words.listed(sorted(matches(pattern))) if pattern else "" for pattern in patterns)
    return str(operator), words.listed(map(code, signs)), *texts


def matches(pattern: str) -> list[str]:
    """Every text that a pattern of words matches, which has them with half-width brackets."""
    return [text.replace("(", "（").replace(")", "）") for text in _texts(_parser.parse(pattern))]


def _texts(parts: Iterable[tuple[Any, Any]]) -> list[str]:
    found = [""]
    for operation, value in parts:
        found = [before + text for before in found for text in _choices(str(operation), value)]
    return found


def _choices(operation: str, value: Any) -> list[str]:
    if operation == "LITERAL":
        return [chr(value)]
    if operation == "IN":
        return [text for each in value for text in _choices(str(each[0]), each[1])]
    if operation == "BRANCH":
        return [text for branch in value[1] for text in _texts(branch)]
    if operation == "SUBPATTERN":
        return _texts(value[-1])
    if operation == "MAX_REPEAT" and value[:2] == (0, 1):
        return ["", *_texts(value[2])]
    raise ValueError(operation)


def _notations() -> Iterator[str]:
    """Targets as they are written: the examples of the schema, and more."""
    examples = read_schema(resources.schema_path())["$defs"]["target"]["examples"]
    yield from (str(each) for each in examples if not isinstance(each, dict))
    yield from _NOTATIONS


def _notation(words: Words, written: str) -> tuple[str, ...] | None:
    target = read_target(written, _YEAR)
    if target is None:
        raise ValueError(written)
    return code(written), words[_kind(target)], english_target(target, load_units().get) or ""


def _kind(target: Target) -> str:
    if isinstance(target, Quantity):
        return "duration" if target.is_duration else "quantity"
    return next((word for type_, word in _KINDS if isinstance(target, type_)), "statement")


def _in(words: Words, text: Text) -> str:
    return (text.en if words.language == "en" else text.zh) or text.zh or ""
