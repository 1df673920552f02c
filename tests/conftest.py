"""What tests share: the real spec, the command line, one real build, and a real browser."""

import gc
import importlib.util
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from paths import ADDRESS, REAL_SPEC, REPOSITORY, TESTS
from playwright.sync_api import Browser, Page, sync_playwright
from sampling import left_out
from vocabularies import complete

from perf_report.cli import main
from perf_report.model.plan import Plan
from perf_report.outputs import jobs
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, what it printed and what it said."""

    code: int
    stdout: str
    stderr: str


Runner = Callable[..., Ran]


def run_tool(
    *arguments: object,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:
    """Run the installed command line in a clean locale; `environment` is added to it."""
    ran = subprocess.run(
        [sys.executable, "-m", "perf_report", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


# --- Fast and slow tests ---

# Files and folders below tests/ whose tests are all slow: they start servers, browsers and other
# processes, or lay out pages. Those that take longest come first, and are begun first.
SLOW = (
    "trust/test_2_papers.py", "trust/test_2_limits.py", "trust/test_2_disclosure.py",
    "publish/test_targets.py", "publish/test_mishaps.py", "site/test_site_browser.py",
    "docs/test_docs_publish.py", "outputs/test_up_to_date.py", "pdf/test_verapdf.py",
    "ci", "render/test_pages_browser.py", "render/test_changes_page_browser.py",
    "app/test_build.py",
    "pdf/test_pagination.py", "outputs/test_cluster.py", "outputs/test_workers.py",
    "site/test_site_pages.py", "signing/test_sign.py", "serve/test_serve_browser.py",
    "serve/test_edits.py",
    "render/test_browser.py", "app/test_verify.py", "app/test_review.py",
    "app/test_git_diff_driver.py", "pdf", "cli/test_pre_commit.py", "app/test_bad_input.py",
    "publish/test_publish.py", "publish/test_publish_reports.py",
    "publish/test_city.py", "app/test_sheet.py", "site/test_search.py",
    "site/test_open_data.py", "site/test_front_page.py", "site/test_imprint.py",
    "office/test_write_xlsx.py", "office/test_write_docx.py",
    "office/test_random_office.py",
    "test_upgrade.py", "test_wheel.py", "trust/test_1_evidence.py",
)  # fmt: skip

# The processor time, in seconds, that a test may take unless it is marked as slow.
MOST_SECONDS = 2

# The property of a report that has it.
SECONDS = "processor seconds"


def slow_place(path: Path) -> int | None:
    """Which entry of SLOW a file of tests belongs to, by number; None if it is fast."""
    name = path.relative_to(TESTS).as_posix()
    places = (n for n, slow in enumerate(SLOW) if name == slow or name.startswith(f"{slow}/"))
    return next(places, None)


def pytest_configure(config: pytest.Config) -> None:
    for marker in (
        f"slow: takes more than {MOST_SECONDS} s, or may",
        "weekly: takes long, and is tried once a week; see sampling.py",
        "sampled: each case takes long, and a usual run tries a third of them; see sampling.py",
    ):
        config.addinivalue_line("markers", marker)
    # A shell has its background jobs ignore Ctrl-C, and so would the commands that tests interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Load no file of which no test is asked for; several load large libraries."""
    is_fast_run = config.getoption("markexpr") == "not slow"
    is_test = collection_path.name.startswith("test_") and TESTS in collection_path.parents
    return True if is_fast_run and is_test and slow_place(collection_path) is not None else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the slow tests, put those first that take longest, and leave out the weekly ones."""
    for item in items:
        if slow_place(item.path) is not None:
            item.add_marker("slow")
    items.sort(key=lambda item: len(SLOW) if (n := slow_place(item.path)) is None else n)
    left = left_out(config, items)
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Note the processor time of a test that is not marked as slow, for the summary."""
    begin = sum(os.times()[:4])
    result = yield
    if not item.get_closest_marker("slow"):
        item.user_properties.append((SECONDS, sum(os.times()[:4]) - begin))
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the tests to mark as slow. They do not fail, as a busy machine makes every test slow."""
    for report in terminalreporter.getreports("passed"):
        seconds = dict(report.user_properties).get(SECONDS, 0)
        if isinstance(seconds, float) and seconds > MOST_SECONDS:
            terminalreporter.line(f"not marked as slow, takes {seconds:.1f} s: {report.nodeid}")


def pytest_collection_finish() -> None:
    """What collecting brought stays to the end: to look for garbage in it takes a tenth of all."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Builds of the tests keep their notes where no one else finds them.

    They work in one process unless a test asks for more: the cores are busy with other tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for command in ("BUILD", "SITE", "PUBLISH", "VALIDATE"):
            patch.setenv(f"PERF_REPORT_{command}_JOBS", "1")
        yield


@pytest.fixture(scope="session")
def tool() -> Runner:
    """The command line, run in a process of its own."""
    return run_tool


@pytest.fixture(scope="session")
def here() -> Runner:
    """The command line, run in this process, which takes a tenth of the time."""
    return run_here


def run_here(
    *arguments: object,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run the command line in this process, in a clean locale; `environment` is added to it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITHUB_ACTIONS", raising=False)
        for name, value in {"LC_ALL": "C.UTF-8", **(environment or {})}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["perf-report", *map(str, arguments)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.chdir(cwd or Path.cwd())
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Ran(code, *(said.buffer.getvalue().decode() for said in (out, err)))


@dataclass(frozen=True)
class Worktree:
    """A git repository with files, to work in."""

    folder: Path

    def git(self, *arguments: object) -> str:
        """What git prints; it has to succeed."""
        ran = subprocess.run(
            ["git", *map(str, arguments)], cwd=self.folder, capture_output=True, check=False
        )
        assert ran.returncode == 0, (arguments, os.fsdecode(ran.stderr))
        return os.fsdecode(ran.stdout).rstrip("\n")

    def write(self, name: str | bytes, content: str | bytes) -> Path:
        """Put a file into the folder, whatever was there."""
        path = self.folder / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def commit(self, message: str = "change") -> str:
        """Commit the folder as it is; the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def start_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Worktree]:
    """Starts repositories, which know nothing of this machine's settings, nor of one around."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.org")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def start(name: str = "clone", *options: str) -> Worktree:
        folder = tmp_path / name
        folder.mkdir()
        worktree = Worktree(folder)
        worktree.git("init", "--quiet", "--initial-branch=main", *options)
        return worktree

    return start


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def load_script(repository: Path) -> Iterator[Callable[[str], ModuleType]]:
    """Scripts of the repository as modules; they are no part of the package."""
    loaded: list[str] = []

    def load(path: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(Path(path).stem, repository / path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        # Dataclasses look for their module there.
        sys.modules[spec.name] = module
        loaded.append(spec.name)
        spec.loader.exec_module(module)
        return module

    yield load
    for name in loaded:
        sys.modules.pop(name, None)


@pytest.fixture(scope="session")
def real_spec() -> Path:
    """The real table's file."""
    return REAL_SPEC


@pytest.fixture(scope="session")
def real_plan() -> Plan:
    """The real table."""
    plan = load_plan(read_source(REAL_SPEC)).plan
    assert plan is not None
    return complete(plan)


# --- What is made once for all workers; a test changes copies of it alone ---


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real table's files: table.zh.html and so on."""

    def make(output: Path) -> None:
        succeed("build", REAL_SPEC, "--output", output)

    return made_once(tmp_path_factory, "built", make) / "ccpit-tianjin" / "2025"


@pytest.fixture(scope="session")
def office_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up department's project with an address, built."""

    def make(folder: Path) -> None:
        succeed("new", folder)
        settings = folder / "perf-report.toml"
        settings.write_text(f'address = "{ADDRESS}"\n{settings.read_text("utf-8")}', "utf-8")
        succeed("build", cwd=folder)

    return made_once(tmp_path_factory, "office", make)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of the run, in which each worker has one of its own."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to need it makes, while others that need it wait."""
    top = shared_folder(factory)
    folder, done = top / name, top / f"{name}.made"
    with FileLock(top / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


def succeed(*arguments: object, cwd: Path | None = None) -> None:
    """Run the command line in this process, without an error."""
    ran = run_here(*arguments, cwd=cwd)
    assert ran.code == 0, ran.stderr


@pytest.fixture(scope="module")
def papers_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Builds lay out each PDF once in all workers: for tests of what is done with papers.

    The identifier of a job is the hash of its inputs. No test of the papers themselves, or of
    making them twice, may use this.
    """
    folder = shared_folder(tmp_path_factory) / "papers"
    folder.mkdir(exist_ok=True)

    def make_output(job: jobs.Job) -> bytes:
        if job.output.format != "pdf":
            return make(job)
        kept = folder / sha256(f"{job.identifier} {job.output.path}".encode()).hexdigest()
        if not kept.exists():
            new = kept.with_suffix(f".{os.getpid()}")
            new.write_bytes(make(job))
            new.replace(kept)
        return kept.read_bytes()

    make = jobs.make_output
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "make_output", make_output)
        yield


# --- A real browser ---

# They keep the browser from looking for hosts of its own.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# The cells that a person sees: on a phone the header rows are there for screen readers alone.
SEEN_CELLS = """[...document.querySelectorAll("th, td")].filter(cell => {
  const head = cell.closest("thead");
  return !head || getComputedStyle(head).clipPath === "none";
})"""

# Cells whose own text runs over their edge, or is cut by them; two pixels are forgiven for
# rounding and for slanted glyph edges.
CUT_CELLS = """() => {
  const cut = [];
  for (const cell of SEEN) {
    const box = cell.getBoundingClientRect();
    if (box.width === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(cell);
    for (const text of range.getClientRects()) {
      const inside = text.left >= box.left - 1 && text.right <= box.right + 1
        && text.top >= box.top - 2 && text.bottom <= box.bottom + 2;
      if (!inside) cut.push(cell.textContent);
    }
    if (cell.scrollWidth > cell.clientWidth + 1) cut.push(cell.textContent);
  }
  return cut;
}""".replace("SEEN", SEEN_CELLS)

# Pieces of text that lie on one another, each pair by the texts of their cells. What a font leaves
# blank above and below its glyphs may, by a sixteenth of the size of text.
OVERLAPS = """() => {
  const blank = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const pieces = SEEN.flatMap(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [...range.getClientRects()].filter(box => box.width > 0).map(box => [cell, box]);
  });
  const overlaps = [];
  pieces.forEach(([one, a], index) => {
    for (const [other, b] of pieces.slice(index + 1)) {
      if (one === other) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > blank) overlaps.push([one.textContent, other.textContent]);
    }
  });
  return overlaps;
}""".replace("SEEN", SEEN_CELLS)

# The contrast of every piece of visible text against what lies behind it, by WCAG's formula.
CONTRASTS = """() => {
  const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = color => {
    const [r, g, b] = color.map(value => channel(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = text => text.match(/[0-9.]+/g).map(Number);
  const behind = element => {
    for (let above = element; above; above = above.parentElement) {
      const color = parse(getComputedStyle(above).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const drawn = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const ink = luminance(parse(drawn).slice(0, 3));
    const paper = luminance(behind(element));
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };
  const found = [];
  for (const element of document.body.querySelectorAll("*:not(svg title, svg desc)")) {
    const ownText = [...element.childNodes].some(
      node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (ownText) found.push([element.textContent, contrast(element, null)]);
    for (const pseudo of ["::before", "::after"]) {
      const content = getComputedStyle(element, pseudo).content;
      if (content !== "none" && content !== "normal")
        found.push([pseudo + content, contrast(element, pseudo)]);
    }
  }
  return found;
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; these tests mean nothing without one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.fail(f"these tests need a browser on the path: one of {', '.join(names)}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A page of the build opened in the browser, with all that it asked for and complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._heard: dict[Any, Callable[[Any], None]] = {
            "request": lambda request: self.requests.append(request.url),
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
        }
        for event, hear in self._heard.items():
            page.on(event, hear)
        page.goto(address, wait_until="load")

    def leave(self) -> None:
        """Stop to listen and to answer, and forget what the page kept in the browser."""
        self.page.unroute_all()
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        address = urlsplit(self.page.url)
        if address.scheme == "http":
            origin = {"origin": f"http://{address.netloc}", "storageTypes": "all"}
            session = self.page.context.new_cdp_session(self.page)
            session.send("Storage.clearDataForOrigin", origin)
            session.send("Network.clearBrowserCache")
            session.detach()
        self.page.goto("about:blank")

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than its window."""
        root = "document.documentElement"
        return bool(self.evaluate(f"() => {root}.scrollWidth > {root}.clientWidth"))

    def contrasts(self) -> list[tuple[str, float]]:
        """Every piece of text with its contrast."""
        return [(text, contrast) for text, contrast in self.evaluate(CONTRASTS)]

    def cut_cells(self) -> list[str]:
        """The cells whose text does not fit."""
        return list(self.evaluate(CUT_CELLS))

    def overlaps(self) -> list[list[str]]:
        """The pairs of cells whose texts lie on one another."""
        return list(self.evaluate(OVERLAPS))


Tab = Callable[[bool], Page]


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Tab:
    """A tab that runs scripts, and one that does not.

    They are kept: to open one takes the browser five times as long as a page in it.
    """

    @cache
    def open_tab(runs_scripts: bool) -> Page:  # noqa: FBT001  # as the fixture is called
        return browser.new_context(java_script_enabled=runs_scripts).new_page()

    return open_tab


@contextmanager
def visit(
    tab: Tab,
    address: str,
    *,
    width: int = 1280,
    color_scheme: Literal["light", "dark"] = "light",
    java_script_enabled: bool = True,
) -> Iterator[Visit]:
    """Open an address in a tab that knows nothing of earlier visits."""
    page = tab(java_script_enabled)
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(media="null", color_scheme=color_scheme)
    opened = Visit(page, address)
    try:
        yield opened
    finally:
        opened.leave()


@pytest.fixture
def window(tab: Tab) -> Callable[..., AbstractContextManager[Visit]]:
    """Opens an address as in a fresh window of the browser."""
    return partial(visit, tab)
