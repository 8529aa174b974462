"""A real Spark, a master and two workers on loopback, counts what DuckDB counts, to the byte."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from luotsi.core.periods import Period
from luotsi.register.effects.gathering import gather
from luotsi.register.engine import calculate
from luotsi.register.importing import import_export
from luotsi.register.results import files_of
from luotsi.register.sealed import Sealed
from tests.register.case_files import KEY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("LUOTSI_TEST_SPARK" not in os.environ, reason="needs Java and pyspark: make test-spark"),
]


YEAR = Period.parse("2025")


@contextmanager
def cluster(folder):
    """Start a master and two workers; give the master's address; stop what was started."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port, page = free_port(), free_port()
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    run = str(home / "bin" / "spark-class")
    master = f"spark://127.0.0.1:{port}"
    started = []
    try:
        place = ["--host", "127.0.0.1", "--webui-port"]
        started.append(
            begin([run, "org.apache.spark.deploy.master.Master", *place, str(page), "--port", str(port)], environment)
        )
        wait_for(port)
        for _worker in range(2):
            worker = [run, "org.apache.spark.deploy.worker.Worker", *place, str(free_port())]
            started.append(begin([*worker, "--cores", "1", "--memory", "1g", master], environment))
        yield master
    finally:
        for process in started:
            process.terminate()
            process.wait(timeout=30)


def begin(command, environment):
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _second in range(60):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(1)
    raise AssertionError("the master did not start")


def test_spark_with_two_workers_gives_the_same_bytes(case_export, case_register, tmp_path, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, case_export, KEY)
    with cluster(tmp_path) as master:
        calculate(sealed, engine="spark", address=master)
        gathered = gather(sealed, YEAR, area=None, engine="spark", address=master)
    ours = {file.name: file.read_bytes() for file in files_of(case_register)}
    assert {file.name: file.read_bytes() for file in files_of(sealed)} == ours
    for name, column in gather(case_register, YEAR, area=None, engine="duckdb").columns.items():
        assert gathered.columns[name].tolist() == column.tolist(), name
