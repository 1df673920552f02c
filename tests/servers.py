"""Real servers on loopback to publish to: OpenSSH, S3 by moto, and a proxy that cuts."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import boto3

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "/usr/sbin/sshd"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server takes connections; it must not have ended."""
    for _ in range(300):
        assert process.poll() is None, "the server has ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"no server on port {port}")


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A server process, which is ended by its own id."""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(port, process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


@dataclass(frozen=True)
class SshServer:
    """An OpenSSH server that takes one key, for the user who runs the tests."""

    port: int
    home: Path
    root: Path

    def address(self, name: str, port: int | None = None) -> str:
        """The address of a folder on it."""
        return f"sftp://{getpass.getuser()}@127.0.0.1:{port or self.port}{self.root / name}"

    def environment(self) -> dict[str, str]:
        """Where a client finds the key and the host's key."""
        return {"HOME": str(self.home)}


def make_key(path: Path) -> None:
    """A key of ssh without a passphrase."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)


@contextmanager
def ssh_server(folder: Path, file_limit: int | None = None) -> Iterator[SshServer]:
    """Start a server in a folder of its own; `file_limit` is the size that a file may grow to."""
    port = free_port()
    home, root = folder / "home", folder / "data"
    folder.mkdir(exist_ok=True)
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    root.mkdir()
    make_key(folder / "host")
    make_key(home / ".ssh" / "id_ed25519")
    host_key = (folder / "host.pub").read_text().split()
    trust_host(home, port, " ".join(host_key[:2]))
    keys = folder / "authorized_keys"
    keys.write_bytes((home / ".ssh" / "id_ed25519.pub").read_bytes())
    keys.chmod(0o600)
    settings = folder / "sshd_config"
    settings.write_text(
        f"""
        Port {port}
        ListenAddress 127.0.0.1
        HostKey {folder / "host"}
        AuthorizedKeysFile {keys}
        PidFile {folder / "sshd.pid"}
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PubkeyAuthentication yes
        StrictModes no
        UsePAM no
        MaxStartups 50:30:100
        Subsystem sftp internal-sftp
        """
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it separates its privileges
    command = [SSHD, "-D", "-f", str(settings)]
    if file_limit is not None:
        command = ["prlimit", f"--fsize={file_limit}", *command]
    with running(command, port, dict(os.environ)):
        yield SshServer(port=port, home=home, root=root)


def trust_host(home: Path, port: int, key: str) -> None:
    """Note a host's key as known."""
    with (home / ".ssh" / "known_hosts").open("a") as stream:
        stream.write(f"[127.0.0.1]:{port} {key}\n")


@dataclass(frozen=True)
class S3Server:
    """A server that speaks the S3 protocol, with one bucket."""

    port: int
    bucket: str = "disclosure"

    def address(self, name: str) -> str:
        """The address of a prefix in the bucket."""
        return f"s3://{self.bucket}/{name}"

    def environment(self, port: int | None = None) -> dict[str, str]:
        """Where a client finds the server and its credentials."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or self.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def url(self, name: str, path: str) -> str:
        """Where a reader finds a file."""
        return f"http://127.0.0.1:{self.port}/{self.bucket}/{name}/{path}"


@contextmanager
def s3_server(*, checks_keys: bool = False) -> Iterator[S3Server]:
    """Start a server with an empty bucket that anyone may read.

    One that checks keys knows none, and refuses all that comes after the making of the bucket.
    """
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    environment = dict(os.environ)
    if checks_keys:
        environment["INITIAL_NO_AUTH_ACTION_COUNT"] = "1"
    with running(command, port, environment):
        server = S3Server(port=port)
        given = server.environment()
        client = boto3.client(
            "s3",
            endpoint_url=given["AWS_ENDPOINT_URL"],
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            region_name="us-east-1",
        )
        client.create_bucket(Bucket=server.bucket, ACL="public-read")
        client.close()
        yield server


def fetch(url: str) -> bytes | None:
    """What a reader gets for an address; None where there is nothing."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  # our own server
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        error.close()
        return None


@dataclass
class Proxy:
    """Passes connections on to a server, and counts what passes; cuts them all when it is told."""

    port: int
    target: int
    limit: int | None = None
    requests: list[bytes] = field(default_factory=list)
    sent: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def cut(self) -> None:
        """End every connection at once."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End every connection, and let go of it when both of its ends are done with."""
        self.cut()
        for thread in self._threads:
            thread.join(timeout=10)
        for each in self._open:
            each.close()

    def reset(self, limit: int | None = None) -> None:
        """Count anew, and from now on cut after so many bytes to the server."""
        self.sent, self.limit = 0, limit
        self.requests.clear()

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if self.limit is not None and self.sent > self.limit:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self._open += [near, far]
            for pair in ((near, far, True), (far, near, False)):
                thread = threading.Thread(target=self._pass, args=pair, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _pass(self, source: socket.socket, sink: socket.socket, to_server: bool) -> None:  # noqa: FBT001
        with suppress(OSError):
            while data := source.recv(65536):
                if to_server:
                    self.sent += len(data)
                    if data.split(b" ", 1)[0] in {b"GET", b"PUT", b"HEAD", b"POST", b"DELETE"}:
                        self.requests.append(data.split(b"\r\n")[0])
                    if self.limit is not None and self.sent > self.limit:
                        self.cut()
                        return
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """A proxy before a server."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Proxy(port=int(listener.getsockname()[1]), target=target)
    threading.Thread(target=made.serve, args=(listener,), daemon=True).start()
    try:
        yield made
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        made.close()
