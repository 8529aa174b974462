"""Every text for people stands in Finnish, Swedish and English."""

import subprocess
import sys

from tests.architecture.source import ROOT


def test_no_text_lacks_its_translation():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_messages.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
