"""Servers and targets that the tests of publishing share."""

from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from botocore import loaders, session
from servers import S3Server, SshServer, s3_server, ssh_server
from targets import KINDS, REMOTE, Place, make_place


@pytest.fixture(scope="session", autouse=True)
def _quick_clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Share what every client of S3 reads anew and no test is about.

    That is the description of the protocol, and the certificates of all authorities: together as
    long as thirty requests take.
    """
    shared = loaders.create_loader()
    authority = tmp_path_factory.mktemp("authority") / "one.pem"
    end = "-----END CERTIFICATE-----\n"
    authority.write_text(Path(certifi.where()).read_text("utf-8").partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_loader", lambda _path=None: shared)
        patch.setenv("AWS_CA_BUNDLE", str(authority))
        yield


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = make_place(request.param, tmp_path, request)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture(params=REMOTE)
def remote(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Place:
    made = make_place(request.param, tmp_path, request)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    return made
