"""Give the package a README whose links lead somewhere in the package index, too.

There, nothing of the repository lies beside the README. If pyproject.toml names the `Repository`
under [project.urls], a link gets the address that the file has there at the tag of the version.
Without it, the words of a link stay, and what is only a picture or a row of links is left out.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

FENCED = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
# A link or a picture that leads to a file of the repository.
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!\w+:|#)([^)\s]+)\)")
ROW_OF_LINKS = re.compile(rf"^{LINK.pattern}(?: · {LINK.pattern})*\n\n", re.MULTILINE)
# Its caption is in italics below it.
PICTURE = re.compile(r"^!\[[^\]]*\]\((?!\w+:)[^)]+\)\n\n(?:\*[^*]+\*\n\n)?", re.MULTILINE)


def package_readme(text: str, repository: str | None, version: str) -> str:
    """The README of the repository as the metadata of the package has it."""
    parts = FENCED.split(text)
    return "".join(
        part if number % 2 else _with_addresses(part, repository, version)
        for number, part in enumerate(parts)
    )


def _with_addresses(text: str, repository: str | None, version: str) -> str:
    if not repository:
        return LINK.sub(r"\2", ROW_OF_LINKS.sub("", PICTURE.sub("", text)))

    def addressed(link: re.Match[str]) -> str:
        picture, words, path = link.groups()
        kind = "raw" if picture else "blob"
        return f"{picture}[{words}]({repository.rstrip('/')}/{kind}/v{version}/{path})"

    return LINK.sub(addressed, text)


class ReadmeHook(MetadataHookInterface):
    """Adds the README to the metadata while a package is built."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `readme`, which pyproject.toml lists as dynamic."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        repository = metadata.get("urls", {}).get("Repository")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": package_readme(text, repository, metadata["version"]),
        }
