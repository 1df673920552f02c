"""The comments of a pull request, as the interfaces of GitHub and GitLab give them.

The file is a JSON object of their answers, unchanged. Of GitHub: `pull_request` (GET
/repos/OWNER/REPO/pulls/N), `comments` (GET …/issues/N/comments, all pages in one list) and
`permissions` (GET …/collaborators/LOGIN/permission, one for each person who commented). Of GitLab:
`merge_request` (GET /projects/ID/merge_requests/N), `notes` (GET …/notes) and `members` (GET
/projects/ID/members/all).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from perf_report.errors import SourceError
from perf_report.parse.source import read_source

# A thread of ten thousand comments of a page each.
_LARGEST = 50_000_000

# GitHub's permissions that include writing, and GitLab's lowest level that may push.
_WRITES = frozenset({"write", "maintain", "admin"})
_DEVELOPER = 30

# The names that GitLab gives to the users of project and group access tokens, and of service
# accounts (docs.gitlab.com, "Bot users for projects", "Service accounts").
_TOKEN_BOT = re.compile("(?:project|group)_[0-9]+_bot|service_account_")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostComment:
    """A comment: who wrote it, what, and on which day. `is_edited` is whether it was changed."""

    author: str
    body: str
    given: date
    is_edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HostThread:
    """The comments of people on a pull request, its author, and who has write access.

    Names are in lower case: both hosts ignore it.
    """

    author: str
    comments: tuple[HostComment, ...]
    writers: frozenset[str]


def read_thread(path: Path) -> HostThread:
    """Read a file of comments. Raises SourceError if it cannot be read, or has another form."""
    source = read_source(path, _LARGEST)
    try:
        data = json.loads(source.data)
        return _read_gitlab(data) if "merge_request" in data else _read_github(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise SourceError("comments-form", path=path, detail=detail) from error


def _read_github(data: dict[str, Any]) -> HostThread:
    # A deleted account leaves comments of nobody.
    people = [item for item in data["comments"] if item["user"] and item["user"]["type"] == "User"]
    return HostThread(
        author=_name(data["pull_request"]["user"]["login"]),
        comments=tuple(_comments(people, "user", "login")),
        writers=frozenset(
            _name(item["user"]["login"])
            for item in data["permissions"]
            if item["permission"] in _WRITES
        ),
    )


def _read_gitlab(data: dict[str, Any]) -> HostThread:
    people = [
        item
        for item in data["notes"]
        if not item["system"] and not _TOKEN_BOT.match(_name(item["author"]["username"]))
    ]
    return HostThread(
        author=_name(data["merge_request"]["author"]["username"]),
        comments=tuple(_comments(people, "author", "username")),
        writers=frozenset(
            _name(item["username"])
            for item in data["members"]
            if int(item["access_level"]) >= _DEVELOPER and item["state"] == "active"
        ),
    )


def _comments(items: list[dict[str, Any]], who: str, name: str) -> Iterator[HostComment]:
    for item in items:
        created = datetime.fromisoformat(item["created_at"])
        updated = datetime.fromisoformat(item["updated_at"])
        yield HostComment(
            author=_name(item[who][name]),
            body=str(item["body"]),
            given=created.date(),
            is_edited=abs((updated - created).total_seconds()) > 1,
        )


def _name(name: str) -> str:
    return name.lower()
