"""A PostgreSQL server of our own, in a temporary folder, for tests and benches.

``python -m tools.postgres`` says which programs it would run, or what is missing.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tools.serving import free_port

ADVICE = (
    "PostgreSQL with PostGIS is needed and was not found. On Debian or Ubuntu: sudo apt-get "
    "install postgresql postgresql-postgis. WITHOUT_POSTGRES=1 leaves out the tests that need it"
)
# Nothing of these servers outlives the tests: they need not survive a power cut.
_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    "lc_messages": "C",
}
_READY = "database system is ready to accept connections"


class MissingError(Exception):
    """The programs or PostGIS are not on this machine."""


def programs() -> Path:
    """Folder of the newest ``initdb`` and ``postgres``.

    Raises
    ------
    MissingError
        There are none, or they come without PostGIS.
    """
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += Path("/usr/lib/postgresql").glob("*/bin")
    whole = [folder for folder in found if (folder / "initdb").exists() and _has_postgis(folder)]
    if not whole:
        raise MissingError(ADVICE)
    return max(whole, key=_version)


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True)
    number = re.search(r"(\d+)", said.stdout)
    return int(number[1]) if number else 0


def _has_postgis(folder: Path) -> bool:
    said = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True)
    shares = [Path(said.stdout.strip()), Path("/usr/share/postgresql") / folder.parent.name]
    return any((share / "extension" / "postgis.control").exists() for share in shares)


class Server:
    """A server on a free loopback port and a socket of its own; ``start`` and ``stop`` it.

    The files belong to a user who is not root, as PostgreSQL asks for. Texts are sorted as people
    do, not by code point: that is what most servers do, and a program must not rest on it.
    """

    def __init__(self) -> None:
        self.bin = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
        self.password = secrets.token_hex(12)
        self.port = free_port()
        self.said: deque[str] = deque(maxlen=200)
        self._process: subprocess.Popen[str] | None = None
        self._as: dict[str, object] = {}
        if os.getuid() == 0:
            user = _plain_user()
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        (self.folder / "password").write_text(self.password)
        options = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if _version(self.bin) >= 15:
            options += ["--locale-provider=icu", "--icu-locale=en-US"]
        self._run(
            [
                *(self.bin / "initdb", "-D", self.folder / "data", "-U", "atlas", "--no-sync"),
                *(f"--pwfile={self.folder / 'password'}", "--auth=scram-sha-256", *options),
            ]
        )

    def start(self) -> None:
        """Start and wait until it takes connections."""
        options = _QUICK | {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        command = [self.bin / "postgres", "-D", self.folder / "data"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_end_with_parent(),
            **self._as,  # type: ignore[call-overload]
        )
        output = self._process.stderr
        for line in output:
            self.said.append(line.rstrip())
            if _READY in line:
                break
        else:
            raise RuntimeError("PostgreSQL did not start: " + "\n".join(self.said))
        self._reader = threading.Thread(target=self._listen, args=[self._process], daemon=True)
        self._reader.start()

    def stop(self) -> None:
        """Stop at once; whoever is connected is cut off."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)
            self._reader.join()
            self._process = None

    def remove(self) -> None:
        """Stop it and delete its files."""
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Address of a database, as ``ATLAS_DATABASE_URL`` has it."""
        return f"postgresql+psycopg://atlas:{self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each by itself."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="atlas",
            password=self.password,
            dbname=database,
            autocommit=True,
        ) as connection:
            for statement in statements:
                connection.execute(statement)

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database as a copy of another, to which nobody is connected; its address."""
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Delete a database, whoever is connected."""
        self.run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def _listen(self, process: subprocess.Popen[str]) -> None:
        with process.stderr as output:  # type: ignore[union-attr]
            self.said.extend(output)

    def _run(self, command: Sequence[object]) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self._as,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")


@contextmanager
def server() -> Iterator[Server]:
    """A running server, removed afterwards."""
    made = Server()
    try:
        made.start()
        yield made
    finally:
        made.remove()


def _plain_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise MissingError(ADVICE)


def _end_with_parent() -> object:
    """What makes the server stop when the process that started it is killed (Linux)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGINT)


if __name__ == "__main__":
    try:
        print(programs())
    except MissingError as error:
        sys.exit(str(error))
