"""The bars of the page of `perf-report serve`: from the key to the painted text, and its memory.

The reference is the check of the same table in a process of its own, without its start: its
processor time. What a browser shows is measured by the clock, against the limits of the page.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from city import REPOSITORY, TOOL
from measuring import Measured

SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
EDITS = 200
MANY_EDITS = 1_000
# Seconds from the key to the painted text, in the middle and of the slowest twentieth; megabytes.
MEDIAN, SLOWEST, MEMORY = 0.150, 0.300, 150.0
LIST = 2.0
# Edits that warm up the server and the browser.
_FIRST = 20
_CHECKS = 20
_CHECK = f"""
import sys, time
from pathlib import Path
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.source import Source
project = Project(root=Path(sys.argv[1]))
standards = open_standards(project, project.fonts())
text = Path(sys.argv[2]).read_text("utf-8")
times = []
for number in range({_CHECKS}):
    data = text.replace("396.60", f"396.{{number + 10}}", 1).encode()
    begin = time.process_time()
    check_source(Source(name=sys.argv[2], data=data), standards)
    times.append(time.process_time() - begin)
print(sorted(times)[{_CHECKS} // 2])
"""
# Milliseconds from the key that takes what was typed until the browser has painted the answer.
_WATCH = """() => {
  let begin = 0;
  window.painted = [];
  document.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target.closest(".editor")) begin = performance.now();
  }, true);
  document.addEventListener("htmx:afterOnLoad", event => {
    if (!begin || !event.detail.pathInfo.requestPath.endsWith("/edit")) return;
    const from = begin;
    begin = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.painted.push(performance.now() - from);
      channel.port2.postMessage(0);
    });
  });
}"""
# The policy of the page allows no waiting by a text that is evaluated in it.
_PAINTED = """count => new Promise(resolve => {
  const look = () => (window.painted.length > count ? resolve() : setTimeout(look, 5));
  look();
})"""


class Workbench:
    """The real table on a page, in a browser that is edited by keys."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder / "workbench"
        self.environment = environment | {"XDG_CACHE_HOME": str(self.folder / "cache")}

    @contextmanager
    def _server(self, folder: Path) -> Iterator[tuple[str, int]]:
        """The first address of a server, and its process."""
        command = [*TOOL, "--project", str(folder), "serve"]
        with subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                lines = iter(process.stdout.readline, "") if process.stdout else ()
                address = next(found[0] for line in lines if (found := re.search(r"http\S+", line)))
                yield address, process.pid
            finally:
                process.terminate()

    @cached_property
    def check(self) -> float:
        """The median processor seconds of a check of the table."""
        command = [sys.executable, "-c", _CHECK, str(self.folder), str(SPEC)]
        return float(subprocess.check_output(command, env=self.environment, text=True))

    @cached_property
    def edited(self) -> dict[str, float]:
        """Seconds of edits by the clock and of the processor, and megabytes after many."""
        (self.folder / "specs").mkdir(parents=True)
        shutil.copy(SPEC, self.folder / "specs")
        from playwright.sync_api import sync_playwright

        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
        with self._server(self.folder) as (address, process), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.goto(f"{address.partition('/enter')[0]}/spec/{SPEC.name}")
            page.wait_for_selector("#list a")
            page.evaluate(_WATCH)
            _edit(page, 0, _FIRST)
            begin = _processor_seconds(process)
            _edit(page, _FIRST, EDITS)
            used = _processor_seconds(process) - begin
            painted = [each / 1000 for each in page.evaluate(f"painted.slice(-{EDITS})")]
            few = _megabytes(process)
            _edit(page, _FIRST + EDITS, MANY_EDITS - EDITS)
            many = _megabytes(process)
            browser.close()
        return {
            "median": statistics.median(painted),
            "slowest": statistics.quantiles(painted, n=20)[-1],
            "processor": used / len(painted),
            "few": few,
            "many": many,
        }

    def listed(self, specs: Path) -> float:
        """Seconds until all states of many specs are told, once they were checked before."""
        folder = self.folder.parent / "listed"
        shutil.copytree(specs, folder / "specs")
        subprocess.run(
            [*TOOL, "--project", str(folder), "status"], env=self.environment, check=False,
            capture_output=True,
        )  # fmt: skip
        from http.client import HTTPConnection
        from urllib.parse import urlsplit

        with self._server(folder) as (address, _):
            parts = urlsplit(address)
            connection = HTTPConnection(parts.netloc, timeout=60)

            def ask(path: str, cookie: str = "") -> tuple[str, str]:
                connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
                answer = connection.getresponse()
                return answer.read().decode(), answer.getheader("set-cookie", "")

            cookie = ask(f"{parts.path}?{parts.query}")[1].partition(";")[0]
            begin = time.perf_counter()
            text = ask("/list", cookie)[0]
            while found := re.search(r'hx-get="(/list/further[^"]*)"', text):
                text = ask(found[1].replace("&amp;", "&"), cookie)[0]
            return time.perf_counter() - begin


def _edit(page: Any, first: int, count: int) -> None:
    """Type in cells of all kinds, one after the other, never the same text again."""
    routes = page.evaluate(
        "[...document.querySelectorAll('#form td[data-route]')]"
        ".map(each => [each.dataset.route, each.dataset.kind])"
    )
    for number in range(first, first + count):
        route, kind = routes[number * 7 % len(routes)]
        page.focus(f'#form td[data-route="{route}"]')
        done = page.evaluate("painted.length")
        page.keyboard.press("F2")
        if kind == "tasks":
            page.keyboard.press("Space")
        else:
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(_typed(kind, number))
        page.keyboard.press("Enter")
        page.evaluate(_PAINTED, done)


def _typed(kind: str, number: int) -> str:
    return {"amount": f"{number}.50", "target": f"≥{number + 1}台"}.get(kind, f"第{number}次修改")


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    """What a process has of its own and by itself, at this moment."""
    text = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024  # type: ignore[index]


def _against_check(bench: Any) -> Measured:
    """An edit on the server, with its check, the page and what changed, against the check alone."""
    return Measured(
        name="an edit / its check", ours=bench.workbench.edited["processor"],
        theirs=bench.workbench.check, unit="s", bar=4.5,
    )  # fmt: skip


def _limit(name: str, key: str, limit: float, unit: str) -> Callable[[Any], Measured]:
    def measure(bench: Any) -> Measured:
        ours = bench.workbench.edited[key]
        return Measured(name=name, ours=ours, theirs=limit, unit=unit, bar=1.0)

    return measure


def _growth(bench: Any) -> Measured:
    edited = bench.workbench.edited
    return Measured(
        name="serve: memory, later / early", ours=edited["many"], theirs=edited["few"], unit="MB",
        bar=1.15,
    )  # fmt: skip


def _list(bench: Any) -> Measured:
    """The list of many specs with all states, from the check's cache."""
    ours = bench.workbench.listed(bench.many_specs[0].parent)
    return Measured(name="serve: the list, limit", ours=ours, theirs=LIST, unit="s", bar=1.0)


WORKBENCH_BARS: dict[str, Callable[[Any], Measured]] = {
    "serve-edit": _against_check,
    "serve-median": _limit("serve: key to paint, limit", "median", MEDIAN, "s"),
    "serve-slowest": _limit("serve: slowest twentieth, limit", "slowest", SLOWEST, "s"),
    "serve-memory": _limit("serve: memory, limit", "many", MEMORY, "MB"),
    "serve-growth": _growth,
    "serve-list": _list,
}
