"""Every command in the documents is one that the tool takes, with its options and their values."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cases import for_each
from paths import REPOSITORY

from perf_report.cli.program import cli

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
BLOCK = re.compile(r"^ *```(?:sh|console|bash)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# What ends a command of the tool within a line.
ENDS = {"&&", "||", "|", ";", ">", ">>", "2>", "&"}


def commands(text: str) -> Iterator[list[str]]:
    """The words after `perf-report` of each command in the blocks of a document."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            yield from commands_of_line(line.strip())


def commands_of_line(line: str) -> Iterator[list[str]]:
    """Commands, not what they say, which names commands in sentences."""
    if not re.match(r"(\$ )?([A-Z_]+=\S+ )*perf-report |.* && perf-report ", line):
        return
    lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] | None = None
    for word in [*lexer, ";"]:
        if word in ENDS:
            if words is not None:
                yield words
            words = None
        elif word == "perf-report" and words is None:
            words = []
        elif words is not None:
            words.append(word)


def parse(words: list[str]) -> None:
    """Take a command line as the tool does, without doing anything."""
    group = cli.make_context("perf-report", list(words), ignore_unknown_options=False)
    with group:
        name, command, rest = cli.resolve_command(group, [*group._protected_args, *group.args])
        assert command is not None, name
        command.make_context(name, rest, parent=group)


def fault(words: list[str]) -> str | None:
    try:
        parse(words)
    except click.exceptions.Exit:  # of --help and --version
        return None
    except click.UsageError as error:
        return f"{shlex.join(words)}: {error.format_message()}"
    return None


@for_each("path", DOCUMENTS)
def test_the_commands_of_a_document_are_commands_of_the_tool(path: Path) -> None:
    found = list(commands(path.read_text("utf-8")))
    assert [each for words in found if (each := fault(words))] == []


def test_commands_are_found_in_the_documents() -> None:
    found = [words for path in DOCUMENTS for words in commands(path.read_text("utf-8"))]
    assert len(found) > 200
    assert {words[0] for words in found} >= set(cli.commands) - {"rules"}


@pytest.mark.parametrize(
    "line", ["$ perf-report valdate", "perf-report build --no-such", "perf-report diff --lang xx"]
)
def test_a_command_that_the_tool_does_not_know_is_noticed(line: str) -> None:
    [words] = commands(f"```sh\n{line}  # …\n```\n")
    assert fault(words)
