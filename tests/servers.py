"""Real servers for tests and development: an Elasticsearch node and a PostgreSQL cluster of our own.

Each has its own folder and its own free ports, never runs as root, and ends with the process that started it.

    python -m tests.servers                        both, until Ctrl-C; says the two addresses
    python -m tests.servers -- script/test         both, for as long as the command runs
    python -m tests.servers --only postgresql …    one of them
    python -m tests.servers --fetch                only downloads Elasticsearch (once)
"""

import argparse
import atexit
import contextlib
import ctypes
import functools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from tests.elasticsearch_download import ServerUnavailable, fetch_elasticsearch

LOOPBACK = "127.0.0.1"
SYSTEM_USER = "nobody"  # who runs the servers when we are root: both refuse to be run by root
START_SECONDS = 120

ELASTICSEARCH_OPTIONS = {
    "discovery.type": "single-node",
    "network.host": LOOPBACK,
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",  # a laptop's disk is often 90 % full
}


def free_port():
    """A port nobody listens on now. Another process may take it first: start at once."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def end_with_parent(number):
    """Asks Linux to send us the signal when our parent dies, even by kill -9: nothing outlives the tests."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(number))  # PR_SET_PDEATHSIG


class Server:
    """A process in a temporary folder. stop() or kill(), then start(), keep the data; close() drops it."""

    name = ""
    end_signal = signal.SIGTERM
    launches = 1  # how often a process that ends at once is started

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix=f"pratiques-{self.name}-"))
        self.log = self.folder / "server.log"
        self.process = None
        atexit.register(self.close)
        self.prepare()
        self.give_away()

    def prepare(self):
        """Fills the folder, once."""

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def working_folder(self):
        return self.folder

    def answers(self):
        raise NotImplementedError

    def give_away(self):
        if os.geteuid() == 0:
            account = pwd.getpwnam(SYSTEM_USER)
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)

    def popen_options(self):
        options = {"env": self.environment(), "cwd": self.working_folder(), "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            account = pwd.getpwnam(SYSTEM_USER)
            options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return options

    def launch(self):
        """Starts the process without waiting for it to answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=functools.partial(end_with_parent, self.end_signal),
                **self.popen_options(),
            )

    def start(self):
        """Starts the server if it is not running; returns once it answers."""
        if self.process is None:
            self.launch()
        deadline, launches = time.monotonic() + START_SECONDS, 1
        while not self.answers():
            ended = self.process.poll() is not None
            if time.monotonic() > deadline or (ended and launches == self.launches):
                raise ServerUnavailable(f"{self.name} does not start\n{self.last_words()}")
            if ended:
                self.launch()
                launches += 1
            time.sleep(0.5)
        return self

    def kill(self):
        """kill -9, as a crash does: nothing is flushed, nothing said."""
        self.end(signal.SIGKILL)

    def stop(self):
        self.end(self.end_signal)

    def end(self, number):
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            if number != signal.SIGKILL:
                self.process.send_signal(number)  # the first process ends its children, and waits for them
                self.process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def close(self):
        """Stops the server and removes its folder; harmless twice."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)

    def last_words(self):
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()


class Elasticsearch(Server):
    """One node. `options` adds to elasticsearch.yml: three nodes that name one another make a cluster."""

    name = "elasticsearch"

    def __init__(self, *, transport_port=None, **options):
        self.home = fetch_elasticsearch()
        self.port, self.transport_port = free_port(), transport_port or free_port()
        self.options = ELASTICSEARCH_OPTIONS | options
        super().__init__()

    @property
    def url(self):
        return f"http://{LOOPBACK}:{self.port}"

    def prepare(self):
        config = self.folder / "config"
        shutil.copytree(self.home / "config", config)
        own = {
            "http.port": self.port,
            "transport.port": self.transport_port,
            "path.data": self.folder / "data",
            "path.logs": self.folder / "logs",
        }
        lines = [f"{name}: {value}\n" for name, value in (self.options | own).items()]
        (config / "elasticsearch.yml").write_text("".join(lines))
        (config / "jvm.options.d").mkdir()
        (config / "jvm.options.d" / "heap.options").write_text(
            "-Xms512m\n-Xmx512m\n-XX:TieredStopAtLevel=1\n-XX:-UsePerfData\n"
        )
        (self.folder / "tmp").mkdir()

    def command(self):
        flags = ["-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
        properties = {
            "java.io.tmpdir": self.folder / "tmp",
            "cli.name": "server",
            "cli.script": self.home / "bin" / "elasticsearch",
            "cli.libs": "lib/tools/server-cli",
            "es.path.home": self.home,
            "es.path.conf": self.folder / "config",
            "es.distribution.type": "tar",
            "es.java.type": "ES_JAVA_HOME",
        }
        flags += [f"-D{name}={value}" for name, value in properties.items()]
        classes = f"{self.home}/lib/*:{self.home}/lib/cli-launcher/*"
        return [
            java_home() / "bin" / "java",
            *flags,
            "-cp",
            classes,
            "org.elasticsearch.launcher.CliToolLauncher",
        ]

    def environment(self):
        return super().environment() | {
            "ES_JAVA_HOME": str(java_home()),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def working_folder(self):
        return self.home  # the launcher looks for its modules where it runs, whatever es.path.home says

    def answers(self):
        address = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.HTTPError):
            return False


class Postgresql(Server):
    """One cluster with an empty database `portal`, whose owner needs no password."""

    name = "postgresql"
    end_signal = signal.SIGINT  # fast shutdown: does not wait for clients
    launches = 20  # after a kill -9 it refuses to start while its orphans are still leaving

    def __init__(self):
        self.bin = postgresql_bin()
        self.port = free_port()
        super().__init__()

    @property
    def url(self):
        return f"postgres://portal@{LOOPBACK}:{self.port}/portal"

    def command(self):
        settings = {"listen_addresses": LOOPBACK, "unix_socket_directories": self.folder, "fsync": "off"}
        flags = [f"--{name}={value}" for name, value in settings.items()]
        return [self.bin / "postgres", "-D", self.folder / "data", "-p", str(self.port), *flags]

    def launch(self):
        if not (self.folder / "data").exists():
            initdb = [self.bin / "initdb", "-D", self.folder / "data", "-U", "portal", "-A", "trust"]
            initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
            subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **self.popen_options())
        super().launch()

    def answers(self):
        server = f"postgres://portal@{LOOPBACK}:{self.port}/postgres"
        try:
            with psycopg.connect(server, autocommit=True, connect_timeout=2) as connection:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                    connection.execute("CREATE DATABASE portal")
                return True
        except psycopg.OperationalError:
            return False


SERVERS = {"elasticsearch": Elasticsearch, "postgresql": Postgresql}


def java_home():
    """The folder of a Java 17 or newer."""
    java = shutil.which("java")
    if os.environ.get("JAVA_HOME"):
        return Path(os.environ["JAVA_HOME"])
    if java is None:
        raise ServerUnavailable("Java absent: install openjdk-17-jre-headless")
    return Path(java).resolve().parents[1]


def postgresql_bin():
    """The newest PostgreSQL of Debian, else the one on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise ServerUnavailable("PostgreSQL absent: install postgresql")
    return Path(found).resolve().parent


def stop_on_signal(number, _frame):
    sys.exit(128 + number)


def run(command, addresses):
    """Runs the command with the addresses in its environment; ends all of it when we are ended."""
    # With a terminal the command shares our group, so that Ctrl-C reaches it; else it has a group of its own.
    alone = not sys.stdin.isatty()
    process = subprocess.Popen(
        command,
        env=os.environ | addresses,
        start_new_session=alone,
        preexec_fn=functools.partial(end_with_parent, signal.SIGTERM),
    )
    send = functools.partial(os.killpg, process.pid) if alone else process.send_signal
    try:
        return process.wait()
    except (KeyboardInterrupt, SystemExit):
        send(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        raise
    finally:
        if process.poll() is None:
            send(signal.SIGKILL)


def main(arguments):
    own, command = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, command = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=SERVERS, action="append", help="this server, not both")
    parser.add_argument("--fetch", action="store_true", help="only download Elasticsearch")
    options = parser.parse_args(own)
    if options.fetch:
        print(fetch_elasticsearch())
        return 0
    signal.signal(signal.SIGTERM, stop_on_signal)
    with contextlib.ExitStack() as stack:
        servers = [SERVERS[name]() for name in options.only or SERVERS]
        for server in servers:
            stack.callback(server.close)
            server.launch()
        addresses = {f"{server.name.upper()}_URL": server.start().url for server in servers}
        if command:
            return run(command, addresses)
        print(
            *(f"{name}={url}" for name, url in addresses.items()), "Ctrl-C ends them.", sep="\n", flush=True
        )
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerUnavailable as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
