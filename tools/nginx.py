"""The nginx of ``deploy/`` in front of apps that run on this machine, for tests and benches.

``python -m tools.nginx`` says which program it would run, or what is missing.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from tools.serving import ROOT, Server, free_port

TEMPLATE = ROOT / "deploy" / "nginx" / "atlas.conf.template"
ADVICE = "nginx is needed and was not found. On Debian or Ubuntu: sudo apt-get install nginx-light"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HERE = """
daemon off; master_process off; pid nginx.pid; error_log stderr warn;
events {}
http {
    log_format atlas "at $upstream_addr $request_method $request_uri $status $http_cookie";
    access_log /dev/stdout atlas;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include atlas.conf;
}
"""
"""Where nginx writes, on a machine where it may be installed in any way; the log tells which app
answered."""


class MissingError(Exception):
    """The program is not on this machine."""


def program() -> str:
    """Path of nginx.

    Raises
    ------
    MissingError
        There is none.
    """
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise MissingError(ADVICE)
    return found


def variables(text: str) -> set[str]:
    """Names that a template has in ``${...}``."""
    return set(re.findall(r"\$\{(\w+)\}", text))


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The template with its ``${...}`` replaced, as the nginx image does at its start."""
    return re.sub(r"\$\{(\w+)\}", lambda name: values[name[1]], text)


def inline_sha256() -> str:
    """Hash of the one inline script of Streamlit's page, as the security policy names it.

    Raises
    ------
    ValueError
        The page of the installed version has none, or several.
    """
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise ValueError("Streamlit is not installed")
    page = (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    [script] = _INLINE.findall(page)
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@contextmanager
def proxy(apps: Sequence[Server], values: Mapping[str, str]) -> Iterator[Server]:
    """Nginx before two apps, with the configuration that is shipped; ``values`` as in compose."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="atlas-nginx-"))
    whole = {
        **values,
        "ATLAS_LISTEN": f"127.0.0.1:{port}",
        **{f"ATLAS_APP_{n}": urlsplit(app.url).netloc for n, app in enumerate(apps, 1)},
    }
    (folder / "atlas.conf").write_text(filled_in(TEMPLATE.read_text(encoding="utf-8"), whole))
    (folder / "nginx.conf").write_text(_HERE)
    log = folder / "nginx.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [program(), "-p", folder, "-c", folder / "nginx.conf"],
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, log)
        server.wait_for("/_stcore/health")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        print(program())
    except MissingError as error:
        sys.exit(str(error))
