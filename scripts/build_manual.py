"""Build the manual from docs/ into build/manual/: in Chinese at its top, in English in en/.

A page is `name.md` in English and `name.zh.md` in Chinese; this copies the pages of each language
into a folder of their own, with the links between them, and has Zensical make the pages there.
"""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
SETTINGS = REPOSITORY / "docs" / "manual"
BUILT = REPOSITORY / "build" / "manual"
LANGUAGES = ("zh", "en")
# The ending of a page in a language.
ENDINGS = {"zh": ".zh.md", "en": ".md"}
# The folder of a language in the manual.
FOLDERS = {"zh": "", "en": "en/"}
# The words of the manual that its settings take.
WORDS = ("name", "description", "to_light", "to_dark", "to_system")
# Where the manual has what its pages lead to outside of docs/.
OUTSIDE = "repository"

FENCE = re.compile(r"^ *```", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)(#[^)\s]*)?")
WORDS_OF_LINK = re.compile(r"(?<!!)\[([^][]*)\]\((?!\w+:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
# A link that names a page by its file, with a space to Chinese beside it.
HAN = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
FILE_NAME = re.compile(rf"(?:(?<={HAN}) )?\[[\w./-]+\.md\](\(([^)#\s]+)[^)]*\))(?: (?={HAN}))?")
# A picture on a line of its own leads to itself, larger than on a narrow screen.
PICTURE = re.compile(r"^!\[[^\]]*\]\(([^)]+)\)$", re.MULTILINE)
# Code with a bar: in the table of a repository's page it has to be escaped, in one of the manual it
# is shown as it is written.
BAR = re.compile(r"`[^`\n]*\\\|[^`\n]*`")
COLOR = re.compile(r"\x1b\[[\d;]*m")
# The way to the other language, which the manual has at the top of every page.
OTHER_LANGUAGE = re.compile(r"^\[(?:中文|中文说明|English)\]\([\w./-]+\)(?:\n\n| · )", re.MULTILINE)


def pages() -> set[str]:
    """Every page of docs/, without the ending that tells its language."""
    docs = REPOSITORY / "docs"
    return {without_ending(path.relative_to(docs).as_posix()) for path in docs.rglob("*.md")}


def without_ending(path: str) -> str:
    """The name that a page has in all languages."""
    return path.removesuffix(".md").removesuffix(".zh")


def read_arrangement() -> dict[str, Any]:
    """Read which pages are for whom, and the words of the manual itself."""
    return tomllib.loads((SETTINGS / "manual.toml").read_text("utf-8"))


def arranged(listed: list[Any]) -> Iterator[Any]:
    """What is listed for a part: pages and further parts, with all the pages of a folder."""
    for each in listed:
        if isinstance(each, dict):
            yield {**each, "pages": list(arranged(each["pages"]))}
        else:
            yield from named(each)


def named(name: str) -> list[str]:
    """The pages of a name; for all of a folder, its front page comes first."""
    folder, star, _ = name.partition("*")
    if not star:
        return [name]
    found = [page for page in pages() if page.startswith(folder)]
    return sorted(found, key=lambda page: (not page.endswith("README"), page))


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The manual in one language, while its pages are copied into a folder for the work."""

    language: str
    work: Path
    # Files of the repository, by the name that each has in the manual.
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the pages of this language are copied to."""
        return self.work / self.language

    def source(self, path: str) -> Path:
        """A file of the repository, a page in this language."""
        if not path.endswith(".md"):
            return REPOSITORY / path
        return REPOSITORY / f"{without_ending(path)}{ENDINGS[self.language]}"

    def add(self, path: str) -> str:
        """Take a file of the repository into the manual, with all that it leads to."""
        source = self.source(path)
        name = name_in_manual(path)
        if name not in self.files:
            self.files[name] = source
            self._write(name, source)
        return name

    def _write(self, name: str, source: Path) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            target.write_text(self._page(name, source), "utf-8")
        else:
            shutil.copyfile(source, target)

    def _page(self, name: str, source: Path) -> str:
        """A page as the manual has it."""
        text = OTHER_LANGUAGE.sub("", source.read_text("utf-8"), count=1)
        text = PICTURE.sub(r"[\g<0>](\1)", text)
        text = BAR.sub(lambda code: code[0].replace("\\|", "|"), text)
        return "".join(
            part if is_code else self._with_links(part, name, source)
            for is_code, part in fenced(text)
        )

    def _with_links(self, text: str, name: str, source: Path) -> str:
        """A part of a page with links to the manual; what that does not show keeps its words."""

        def linked(link: re.Match[str]) -> str:
            target = self.add(in_repository(source, link[1]))
            return os.path.relpath(target, PurePosixPath(name).parent) + (link[2] or "")

        def shown(link: re.Match[str]) -> str:
            return link[0] if is_shown(in_repository(source, link[2])) else link[1]

        def titled(link: re.Match[str]) -> str:
            title = self.title(in_repository(source, link[2]))
            before, after = (
                " " if link[0][end] == " " and title[end].isascii() else "" for end in (0, -1)
            )
            return f"{before}[{title}]{link[1]}{after}"

        return LINK.sub(linked, FILE_NAME.sub(titled, WORDS_OF_LINK.sub(shown, text)))

    def title(self, path: str) -> str:
        """The title of a page."""
        return self.source(path).read_text("utf-8").partition("\n")[0].removeprefix("# ")

    def say(self, word: str) -> str:
        """A word of the manual itself."""
        return str(read_arrangement()[self.language][word])

    def navigation(self, listed: list[Any]) -> list[Any]:
        """Take the parts with their pages into the manual, and list them as Zensical takes them.

        A page brings its own title.
        """
        return [
            {each[self.language]: self.navigation(each["pages"])}
            if isinstance(each, dict)
            else self.add(posixpath.normpath(f"docs/{each}.md"))
            for each in arranged(listed)
        ]

    def settings(self) -> str:
        """The settings of Zensical for this edition."""
        top = "../" if FOLDERS[self.language] else ""
        values = {
            **{word: self.say(word) for word in WORDS},
            "language": self.language,
            "pages": self.language,
            "theme": str(SETTINGS / "theme"),
            "folder": f"built/{FOLDERS[self.language]}",
            "chinese": f"{top}{FOLDERS['zh']}",
            "english": f"{top}{FOLDERS['en']}",
        }
        written = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
        written["nav"] = as_toml(self.navigation(["README", *read_arrangement()["part"]]))
        return Template((SETTINGS / "zensical.toml").read_text("utf-8")).substitute(written)


def as_toml(value: Any) -> str:
    """A text, a list, or a table in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{as_toml(key)} = {as_toml(each)}' for key, each in value.items())}}}"
        )
    return json.dumps(value, ensure_ascii=False)


def name_in_manual(path: str) -> str:
    """Where the manual has a file of the repository."""
    name = path.removeprefix("docs/")
    if name == path:
        name = f"{OUTSIDE}/{path}"
    if not name.endswith(".md"):
        return name
    folder, _, page = without_ending(name).rpartition("/")
    return f"{folder}{folder and '/'}{'index' if page == 'README' else page}.md"


def in_repository(source: Path, link: str) -> str:
    """The path in the repository that a link of a file leads to."""
    return os.path.relpath(source.parent / link, REPOSITORY)


def is_shown(path: str) -> bool:
    """Whether the manual has a file: a page in both languages, or what is in no hidden folder."""
    if not (REPOSITORY / path).exists():
        sys.exit(f"A link leads nowhere: {path}")
    if not path.endswith(".md"):
        return (REPOSITORY / path).is_file() and not path.startswith(".")
    return all(
        (REPOSITORY / without_ending(path)).with_suffix(each).is_file() for each in ENDINGS.values()
    )


def fenced(text: str) -> Iterator[tuple[bool, str]]:
    """The blocks of code of a page, and what is between them."""
    marks = [match.start() for match in FENCE.finditer(text)]
    for number, (start, end) in enumerate(zip([0, *marks], [*marks, len(text)], strict=True)):
        yield number % 2 == 1, text[start:end]


def build(work: Path) -> Path:
    """Make the manual in a new folder for the work, and return where; a warning ends it."""
    for language in LANGUAGES:
        edition = Edition(language=language, work=work)
        edition.add("docs/manual/manual.css")
        settings = work / f"{language}.toml"
        settings.write_text(edition.settings(), "utf-8")
        run_zensical(settings)
        folder = work / "built" / FOLDERS[language]
        translate_search(folder, language)
        # Its links hold only if the manual is at the top of a server.
        (folder / "404.html").unlink()
    return work / "built"


def translate_search(folder: Path, language: str) -> None:
    """Have the search speak the language, where its script has words of its own."""
    words = read_arrangement()[language].get("search", {})
    [path] = (folder / "assets" / "javascripts").glob("bundle.*.js")
    script = path.read_text("utf-8")
    if missing := [word for word in words if word not in script]:
        sys.exit(f"The search of Zensical has no {missing}; see docs/manual/manual.toml.")
    for word, translated in words.items():
        script = script.replace(word, translated)
    path.write_text(script, "utf-8")


def run_zensical(settings: Path) -> None:
    """Make the pages of an edition, and say what is wrong in them."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    ran = subprocess.run(  # noqa: S603  # by this Python, with a path of ours
        [*command, "--config-file", str(settings)], capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        warnings, _, trace = COLOR.sub("", ran.stderr).partition("Traceback")
        sys.exit(warnings or trace)


def main() -> None:
    """Build the manual anew."""
    work = REPOSITORY / ".cache" / "manual"
    for folder in (work, BUILT):
        shutil.rmtree(folder, ignore_errors=True)
    BUILT.parent.mkdir(exist_ok=True)
    build(work).rename(BUILT)
    print(BUILT.relative_to(REPOSITORY) / "index.html")


if __name__ == "__main__":
    main()
