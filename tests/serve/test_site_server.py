"""A site on this machine is what a web server shows to the public, and no more."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from cases import for_each
from conftest import run_here

from perf_report.serve.listener import listen
from perf_report.serve.site_server import Found, LocalSite, SiteServer, base_of, media_type

FILES = (
    "index.html", "404.html", "d/2025/index.html", "d/2025/表 1.pdf", ".perf-report/state.json",
    ".nojekyll", ".well-known/security.txt", "pagefind/zh/x.pf_meta", "assets/empty/x.css",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("top")
    for name in FILES:
        (top / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "site" / name).write_text(name, "utf-8")
    (top / "secret.txt").write_text("secret", "utf-8")
    (top / "site" / "out.txt").symlink_to(top / "secret.txt")
    (top / "site" / "up").symlink_to(top)
    return top / "site"


@for_each(
    "target,status,found",
    [
        ("/open/", 200, "index.html"),
        ("/open/index.html?q=1", 200, "index.html"),
        ("/open/d/2025/", 200, "d/2025/index.html"),
        ("/open/d/2025/%E8%A1%A8%201.pdf", 200, "d/2025/表 1.pdf"),
        ("/open/.well-known/security.txt", 200, ".well-known/security.txt"),
        ("/open/pagefind/zh/x.pf_meta", 200, "pagefind/zh/x.pf_meta"),
        ("/", 302, "/open/"),
        ("/open", 302, "/open/"),
        ("/open/d/2025?q=1", 301, "/open/d/2025/?q=1"),
        *(
            (target, 404, "404.html")
            for target in (
                "/d/2025/", "/openly", "/open/nothing", "/open/assets/", "/open/assets/empty",
                "/open//index.html", "/open/d//2025/", "/open/index.html/", "/open/%00",
                "/open/../secret.txt", "/open/%2e%2e/secret.txt", "/open/..%2fsecret.txt",
                "/open/d/../index.html", "/open/%5c..%5csecret.txt", "/open/C:%5cx", "/open/%ff",
                "/open//etc/passwd", "/open/%2Fetc%2Fpasswd", "/open/out.txt",
                "/open/up/secret.txt",
                "/open/.perf-report/state.json", "/open/.nojekyll", f"/open/{'x' * 5000}",
                "http://127.0.0.1/open/", "*", "",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_found_is_in_the_folder(target: str, status: int, found: str, folder: Path) -> None:
    expected = Found(status=status, location=found)
    if status in {200, 404}:
        expected = Found(status=status, file=folder / found)
    assert LocalSite(folder=folder, base="/open/").find(target) == expected


@for_each(
    "value,expected",
    [
        (base_of(""), "/"),
        (base_of("https://example.org"), "/"),
        (base_of("https://example.org/a/b/"), "/a/b/"),
        (base_of("https://example.org/公开"), "/%E5%85%AC%E5%BC%80/"),
        (media_type(Path("a.html")), "text/html; charset=utf-8"),
        (media_type(Path("a.JS")), "text/javascript; charset=utf-8"),
        (media_type(Path("a.pf_meta")), "application/octet-stream"),
        (media_type(Path("SHA256SUMS")), "text/plain; charset=utf-8"),
    ],
)
def test_addresses_and_types(value: str, expected: str) -> None:
    assert value == expected


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[SiteServer]:
    with SiteServer(LocalSite(folder=folder, base="/open/"), listen()) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_it_answers_to_this_machine_and_to_its_own_name(server: SiteServer) -> None:
    port = urlsplit(server.address).port
    assert server.address == f"http://127.0.0.1:{port}/open/"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for method, path, host, status, text in (
        ("GET", "/open/", "127.0.0.1", 200, "index.html"),
        ("HEAD", "/open/", "localhost", 200, ""),
        ("GET", "/open/nothing", "127.0.0.1", 404, "404.html"),
        ("GET", "/open/", "evil.example", 421, ""),
        ("POST", "/open/", "127.0.0.1", 501, None),
    ):
        connection.request(method, path, headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        said = answer.read().decode()
        assert answer.status == status
        assert text is None or said == text
        if status in {200, 404}:
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["x-content-type-options"] == "nosniff"
    connection.close()


def test_the_command_shows_the_site_and_ends_quietly(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: SiteServer) -> None:
        raise KeyboardInterrupt

    made = SimpleNamespace(files=FILES, written=0, folder=folder, undisclosed=())
    monkeypatch.setattr(SiteServer, "serve_forever", interrupted)
    monkeypatch.setattr("perf_report.app.build_site.stage_site", lambda *_: made)
    settings = 'address = "https://example.org/open"\n'
    (tmp_path / "perf-report.toml").write_text(settings, "utf-8")
    site = ("--project", tmp_path, "site", "--no-build")
    ran = run_here(*site, "--serve")
    assert ran.code == 0, ran.stderr
    path, address = ran.stdout.split()
    assert path == str(folder / "index.html")
    assert urlsplit(address).path == "/open/"
    assert "perf-report site --serve" in run_here(*site).stderr
    assert "--serve" not in run_here(*site, "--no-search").stderr
    assert run_here(*site, "--port", "8000").code == 2
