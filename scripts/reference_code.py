"""What the code has for `docs/reference/`: commands, settings, exit codes, changes, JSON."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
from reference_schema import SchemaTables, read_schema
from reference_words import Words, anchor, code, flow, heading, read_words, table, titled

from perf_report.app.settings import Settings
from perf_report.app.site_settings import SITE_KEYS, SiteSettings
from perf_report.cli import program
from perf_report.diff.change import ChangeKind, ReportChangeKind
from perf_report.site.imprint import Imprint

_SCHEMAS = Path(program.__file__).parent.parent / "schemas"
# The schemas of YAML files, which have pages of their own.
YAML_SCHEMAS = ("approvals", "framework", "indicator-library", "scoring")
# The exit codes, by their names in the words; that of wrong usage is click's own.
_EXITS = {
    "DONE": program.DONE,
    "FOUND": program.FOUND,
    "USAGE": click.UsageError.exit_code,
    "UNABLE": program.UNABLE,
    "INTERRUPTED": program.INTERRUPTED,
}


def _told(words: Words, part: str) -> dict[str, str]:
    """What the words tell of each setting, exit code or variable."""
    return {key: each[words.language] for key, each in read_words()[part].items()}


# --- Commands ---


def commands(words: Words) -> Iterator[str]:
    """Every command with its arguments and options."""
    context = click.Context(program.cli, info_name="perf-report")
    yield heading(words["all_commands"])
    yield from _options(program.cli, context, words, "")
    for name in program.cli.list_commands(context):
        command = program.cli.commands[name]
        below = click.Context(command, info_name=name, parent=context)
        say = words.catalog
        usage = " ".join([below.command_path, *command.collect_usage_pieces(below)])
        yield heading(f"`{name}`")
        yield "\n\n".join(say.format("cli", id_) for id_ in _told_by(command)) + "\n"
        yield f"{words['usage']}{words['colon']}{code(usage)}\n"
        yield from _options(command, below, words, f"{name}.")


def _told_by(command: click.Command) -> Iterator[str]:
    yield from filter(None, (command.help, command.epilog))


def _options(
    command: click.Command, context: click.Context, words: Words, place: str
) -> Iterator[str]:
    say = words.catalog
    rows = (
        (
            anchor(place + option.opts[-1].lstrip("-")) + _named(option, context, words),
            say.format("cli", option.help or ""),
        )
        for option in command.get_params(context)
        if isinstance(option, click.Option) and not option.hidden
    )
    yield from table((words["option"], words["meaning"]), rows)


def _named(option: click.Option, context: click.Context, words: Words) -> str:
    hint = "" if option.is_flag or option.count else f" {option.make_metavar(context)}"
    *others, last = option.opts
    return words.listed([*map(code, others), code(f"{last}{hint}")])


# --- Settings ---


def settings(words: Words) -> Iterator[str]:
    """Every setting with its default."""
    told = _told(words, "settings")
    head = [words[word] for word in ("setting", "default", "meaning")]
    yield heading(words["project_settings"])
    rows = [(each.name, getattr(Settings(), each.name)) for each in fields(Settings)]
    yield from table(head, (_setting(*row, told.pop(row[0])) for row in rows))
    yield heading(words["site_settings"])
    rows = [(f"site.{key}", _of_site(key)) for key in SITE_KEYS]
    yield from table(head, (_setting(*row, told.pop(row[0])) for row in rows))
    if told:
        raise ValueError(told)


def _of_site(key: str) -> Any:
    site = SiteSettings()
    return getattr(site, key) if hasattr(site, key) else getattr(Imprint(), key)


def _setting(name: str, default: Any, meaning: str) -> tuple[str, str, str]:
    if isinstance(default, SiteSettings):
        default = default.folder
    if isinstance(default, tuple):
        default = list(default)
    is_given = isinstance(default, (str, bool, list)) and default != ""
    written = flow(default) if isinstance(default, bool) else _toml(default)
    return anchor(name) + code(name), code(written) if is_given else "", meaning


def _toml(value: Any) -> str:
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else f'"{value}"'


# --- Exit codes, the environment, changes ---


def exit_codes(words: Words) -> Iterator[str]:
    """Every exit code."""
    told = _told(words, "exit")
    rows = (
        (anchor(str(number)) + code(str(number)), told[name]) for name, number in _EXITS.items()
    )
    yield from table((words["code"], words["meaning"]), rows)


def environment(words: Words) -> Iterator[str]:
    """The variables of the environment, besides those of options."""
    rows = ((anchor(name) + code(name), each) for name, each in _told(words, "environment").items())
    yield from table((words["variable"], words["meaning"]), rows)


def changes(words: Words) -> Iterator[str]:
    """Every kind of change with its name in reports."""
    say = words.catalog
    for part, kinds in (("of_plans", ChangeKind), ("of_reports", ReportChangeKind)):
        yield heading(words[part])
        rows = ((anchor(kind) + code(kind), say.format("change", kind)) for kind in kinds)
        yield from table((words["kind"], words["name"]), rows)


# --- JSON ---


def json_formats(words: Words) -> Iterator[str]:
    """Every JSON format with its version and its keys."""
    for path in sorted(_SCHEMAS.glob("*.json")):
        name = path.name.removesuffix(".schema.json")
        if name not in YAML_SCHEMAS:
            yield from _json_format(path, name, words)


def _json_format(path: Path, name: str, words: Words) -> Iterator[str]:
    schema = read_schema(path)
    version = re.search(r'"version": \{[^}]*"const": (\d+)', path.read_text("utf-8"))
    yield heading(titled(words.one(schema["title"], " / "), name))
    link = f"[{path.name}](../../perf_report/schemas/{path.name})"
    told = [("version", version[1] if version else ""), ("file", link)]
    yield f"{words.one(schema['description'], chr(10))}\n"
    yield "".join(f"- {words[word]}{words['colon']}{each}\n" for word, each in told if each)
    yield from SchemaTables(
        schema=schema, words=words, conditions={}, prefix=name, level=3, needed="always"
    ).lines()


def yaml_schema(name: str) -> Path:
    """The schema of a YAML file of a project."""
    return _SCHEMAS / f"{name}.schema.json"
