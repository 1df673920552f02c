"""Shows a site on this machine as a web server shows it to the public."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from perf_report.serve.listener import Listener

# By the ending of a name; a list of ours, because that of the machine may lack some, or be wrong.
_TYPES: Mapping[str, str] = {
    "": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
_OTHER = "application/octet-stream"
# A connection that sends nothing is closed after so many seconds.
_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is answered: a file, or the address that a visitor is sent on to."""

    status: int
    file: Path | None = None
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSite:
    """The folder of a site; `base` is the path of its public address, which ends in a slash."""

    folder: Path
    base: str

    def find(self, target: str) -> Found:
        """Return what is at the path of a request, as web servers find it."""
        path, mark, query = target.partition("?")
        if not path.startswith(self.base):
            # The links of the page for unknown addresses begin at the public address.
            is_front = path in {"/", self.base.rstrip("/")}
            return Found(status=302, location=self.base) if is_front else self._missing()
        names = unquote(path.removeprefix(self.base), errors="replace").split("/")
        if not all(map(_is_name, names[:-1])) or not (names[-1] == "" or _is_name(names[-1])):
            return self._missing()
        file = self.folder.joinpath(*names)
        if names[-1] and self._has(file / "index.html"):
            address = quote("/".join(names))
            return Found(status=301, location=f"{self.base}{address}/{mark}{query}")
        file = file if names[-1] else file / "index.html"
        return Found(status=200, file=file) if self._has(file) else self._missing()

    def _missing(self) -> Found:
        file = self.folder / "404.html"
        return Found(status=404, file=file if self._has(file) else None)

    def _has(self, file: Path) -> bool:
        """Whether a file is in the folder, and no link leads out of it."""
        try:
            return file.is_file() and file.resolve().is_relative_to(self.folder.resolve())
        except OSError:  # such as a name that is too long
            return False


def base_of(address: str) -> str:
    """Return the path of a site's public address, which ends in a slash."""
    path = urlsplit(address).path.rstrip("/")
    return quote(f"{path}/", safe="/%:@!$&'()*+,;=~")


def media_type(file: Path) -> str:
    """Return the media type of a file by its name."""
    return _TYPES.get(file.suffix.lower(), _OTHER)


class SiteServer(ThreadingHTTPServer):
    """Answers for a site until it is asked to stop."""

    daemon_threads = True

    def __init__(self, site: LocalSite, listener: Listener) -> None:
        super().__init__((listener.host, listener.port), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener.socket
        self.site = site
        self.listener = listener

    def handle_error(self, *_request: object) -> None:
        """Print nothing: a browser gives up what it does not need any more."""

    @property
    def address(self) -> str:
        """The address of the front page."""
        return f"{self.listener.address}{self.site.base}"


class _Handler(BaseHTTPRequestHandler):
    """Sends the files of the site."""

    protocol_version = "HTTP/1.1"
    timeout = _SECONDS
    server: SiteServer

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        reached = self.connection.getsockname()[0]
        found = Found(status=421)
        if self.server.listener.is_named(self.headers.get("host", ""), reached):
            found = self.server.site.find(self.path)
        data = found.file.read_bytes() if found.file else b""
        self.send_response(found.status)
        self.send_header("content-length", str(len(data)))
        self.send_header("x-content-type-options", "nosniff")
        self.send_header("cache-control", "no-cache")
        if found.file:
            self.send_header("content-type", media_type(found.file))
        if found.location:
            self.send_header("location", found.location)
        self.end_headers()
        if has_body:
            self.wfile.write(data)

    def version_string(self) -> str:
        """No visitor needs to know what this is."""
        return "perf-report"

    def log_message(self, *_words: object) -> None:
        """Print nothing for each request."""


def _is_name(name: str) -> bool:
    """Whether a step of a path is a name in a folder, and of what is published."""
    is_hidden = name.startswith(".") and name != ".well-known"
    return bool(name) and not is_hidden and not set(name) & set("/\\:\0")
