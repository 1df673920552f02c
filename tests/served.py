"""A workbench that answers on this machine, for tests of its server."""

import http.client
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from perf_report.app.project import Project
from perf_report.app.workbench.drafts import DraftStore
from perf_report.app.workbench.editor import Editor
from perf_report.app.workbench.workbench import Workbench
from perf_report.serve.server import open_server


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(kw_only=True)
class Client:
    """A browser without a screen: it has a cookie once it was let in."""

    address: str
    port: int
    cookie: str = ""
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request as a page of ours does, but for the headers that are given."""
        usual = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, "Origin": self.origin}
        sent = {key: value for key, value in {**usual, **(headers or {})}.items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        found = {key.lower(): value for key, value in response.getheaders()}
        return Answer(status=response.status, headers=found, text=text)

    def enter(self) -> Answer:
        """Open the first address."""
        parts = urlsplit(self.address)
        answer = self.ask("GET", f"{parts.path}?{parts.query}")
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return answer

    def show(self, name: str) -> str:
        """Open the page of a spec."""
        text = self.ask("GET", f"/spec/{name}").text
        self._note(name, text)
        return text

    def post(self, name: str, step: str, **values: str) -> Answer:
        """Change a spec, as its page does."""
        data = urlencode({"base": self.versions.get(name, ""), **values}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.ask("POST", f"/spec/{name}/{step}", data, headers)
        self._note(name, answer.text)
        return answer

    def follow(self, name: str, window: str = "") -> Answer:
        """Ask what was changed elsewhere, as a page does."""
        base = self.versions[name]
        answer = self.ask("GET", f"/spec/{name}/follow?base={base}&window={window}")
        self._note(name, answer.text)
        return answer

    def type_in(self, name: str, *cells: tuple[str, Mapping[str, str]]) -> Answer:
        """Type in cells."""
        return self.post(name, "edit", cells=json.dumps(cells))

    def _note(self, name: str, text: str) -> None:
        if found := re.search(r'data-version="([0-9a-f]+)"', text):
            self.versions[name] = found[1]


def shown_cells(page: str) -> dict[str, dict[str, str]]:
    """The parts of the value of each cell that can be edited, by route."""
    cells = {}
    for tag in re.findall(r"<td [^>]*data-route=[^>]*>", page):
        parts = dict(re.findall(r'data-part-([a-z]+)="([^"]*)"', tag))
        route = re.search(r'data-route="([^"]+)"', tag)
        assert route
        cells[route[1]] = {key: unescape(value) for key, value in parts.items()}
    return cells


def ways_to_cells(changes: str, page: str) -> dict[str, str]:
    """The routes of the cells to which changes lead, by their subjects; empty for none."""
    routes = dict(re.findall(r'<td id="([^"]+)"[^>]*data-route="([^"]+)"', page))
    ways = {}
    for told in re.findall(r"<li>(.*?)</li>", changes, re.DOTALL):
        subject = re.search(r"<pre>(.*)", told)
        go, details = (re.search(f'{key}="([^"]+)"', told) for key in ("data-go", "data-details"))
        assert subject
        ways[unescape(subject[1])] = routes[go[1]] if go else details[1] if details else ""
    return ways


@contextmanager
def serving(
    folder: Path, editor: Editor | None = None, target: str | None = None
) -> Iterator[Client]:
    """Serve the project in a folder for the block; the client was not let in yet."""
    drafts = DraftStore(folder / "drafts")
    workbench = Workbench(Project(root=folder), drafts, editor, target)
    served = open_server(workbench, "zh")
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    try:
        port = served.listener.port
        yield Client(address=served.address, port=port)
    finally:
        served.server.should_exit = True
        thread.join(10)
