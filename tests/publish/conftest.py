"""Servers and targets that the tests of publishing share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import S3Server, SshServer, s3_server, ssh_server
from targets import KINDS, REMOTE, Place, make_place


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
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
