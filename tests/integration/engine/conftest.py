"""Running code with Rasa's own interpreter, which is not this one."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@pytest.fixture(scope="session")
def probed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `probe.py` found inside Rasa's interpreter: one run for every test that needs it."""
    if not RASA_PYTHON.exists():
        pytest.skip("Rasa's environment .venv-rasa is missing: run `make setup`")
    done = subprocess.run(  # noqa: S603 - our own script
        [RASA_PYTHON, Path(__file__).parent / "probe.py", tmp_path_factory.mktemp("model")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
