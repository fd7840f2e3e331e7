"""What axe, the checker of accessibility, finds wrong with a page in the browser."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest


def script() -> str:
    """axe itself; the test is skipped where it is not installed, but not in CI."""
    found = importlib.util.find_spec("axe_playwright_python")
    if not found or not found.origin:
        message = "axe is not installed: `pip install axe-playwright-python`"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """One line for each rule that the page breaks, the serious ones and the others."""
    # The page's policy lets no other script in; the debugger's own evaluation is not bound by it.
    page.evaluate(script() + "; 0")
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)")
    return [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found]
