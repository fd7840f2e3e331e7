from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from kg.pipeline import Built
from tests.cli.conftest import Kg
from tests.support import ROOT


def test_the_endpoint_answers_and_ends_in_peace(built: Built, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "kg", "serve", "-o", str(built.folder), "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
    )
    assert process.stderr
    line = process.stderr.readline()
    assert line.startswith(f"kg: serving {built.folder} at http://127.0.0.1:")
    address = line.split(" at ")[1].split()[0]
    with urllib.request.urlopen(f"{address}health", timeout=30) as answer:
        assert answer.status == 200
    request = urllib.request.Request(
        f"{address}sparql?query=ASK%20%7B%20%3Fs%20kg%3Amakes%20%3Fo%20%7D",
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["boolean"] is True
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert '"GET /health" 200' in err
    assert "Traceback" not in err


def test_what_cannot_be_served_is_named(kg: Kg, built: Built, tmp_path: Path) -> None:
    assert "kg build" in kg("serve", "-o", tmp_path, "--port", "0").err
    done = kg("serve", "-o", built.folder, "--port", "99999")
    assert (done.code, "--port" in done.err) == (2, True)
