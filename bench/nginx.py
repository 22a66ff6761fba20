"""The unit of every ratio: nginx serving the very bytes of a page as a file."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
import time
import urllib.request
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

UNIT_BYTES = 118_000

# tcp_nopush waits for full packets: on loopback that costs 40 ms and would flatter everybody else.
CONF = """\
user {user} {group};
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush off; tcp_nodelay on;
  keepalive_requests 1000000; open_file_cache max=1000;
  default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port}; root {folder}/pages;
    location /plain/ {{ gzip_static off; }}
    location /gzip/ {{ gzip_static on; }}
  }}
}}
"""


class Nginx:
    """A server of files in a folder of its own, on loopback, for the time of a `with`."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        for name in ("plain", "gzip"):
            (self.folder / "pages" / name).mkdir(parents=True, exist_ok=True)
        conf = self.folder / "nginx.conf"
        me = pwd.getpwuid(os.getuid())  # the folder may be closed to everybody else
        names = {"user": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name}
        conf.write_text(CONF.format(folder=self.folder, port=self.port, **names))
        log = str(self.folder / "error.log")
        self.process = subprocess.Popen([program, "-e", log, "-c", str(conf)])  # noqa: S603
        self._wait(self.keep(b"ready"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=10)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def unit(self) -> str:
        """A plain file as large as the page that WordPress was measured with."""
        return self.address("plain", self.keep(b"<p>unit</p>\n" * (UNIT_BYTES // 12)))

    def keep(self, page: bytes, packed: bytes = b"") -> str:
        """Hold these bytes as a file, and the packed ones beside it if there are any; its name."""
        name = sha256(page + packed).hexdigest()[:16]  # a new file: nginx keeps the old one open
        for kind in ("plain", "gzip"):
            (self.folder / "pages" / kind / f"{name}.html").write_bytes(page)
        if packed:
            (self.folder / "pages" / "gzip" / f"{name}.html.gz").write_bytes(packed)
        return name

    def address(self, kind: str, name: str) -> str:
        """Where the file is; `kind` is plain or gzip."""
        return f"http://127.0.0.1:{self.port}/{kind}/{name}.html"

    def _wait(self, name: str) -> None:
        for _ in range(100):
            try:
                urllib.request.urlopen(self.address("plain", name), timeout=1).close()  # noqa: S310
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.__exit__(None, None, None)
        raise SystemExit("nginx did not start; its reasons are in " + str(self.folder))
