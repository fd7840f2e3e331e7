"""Fixtures of all tests, and the rule that nothing may be skipped where CI is set."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.config import Settings
from kg.pipeline import Built, build
from tests.support import SHARED, gold_annotator, write_texts

CHROMIUM = Path("/usr/bin/chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason="the annotated articles beside the checkout are absent")
    soak = pytest.mark.skip(reason="a long test: make soak")
    root = pytest.mark.skip(reason="root may do everything, so it cannot be refused anything")
    asked = "soak" in (config.getoption("markexpr") or "")
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(absent)
        if item.get_closest_marker("soak") and not asked:
            item.add_marker(soak)
        if item.get_closest_marker("unprivileged") and os.geteuid() == 0:
            item.add_marker(root)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI is set, what would be skipped for want of something on the machine fails instead."""
    report = yield
    allowed = any(item.get_closest_marker(name) for name in ("shared", "soak", "unprivileged"))
    if report.skipped and os.getenv("CI") and not allowed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which it must not be where CI is set: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, one for all tests of a process; skipped with a plain message where there is none, but not in CI.

    It is defined here alone: a second one in the same process would be refused while the first is open.
    """
    if not CHROMIUM.exists():
        message = f"no Chromium at {CHROMIUM}: install it with `apt-get install chromium`"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples as a folder of text files."""
    return write_texts(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, texts: Path) -> Built:
    """An output of the examples, read out as annotated. Not to be changed."""
    output = tmp_path_factory.mktemp("built") / "output"
    return build([texts], Settings(output=output, no_lexicon=True), factory=gold_annotator())


@pytest.fixture(autouse=True)
def _no_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No kg.toml of the folder in which the tests run decides over them."""
    if (Path.cwd() / "kg.toml").exists():
        monkeypatch.chdir(tmp_path)


def pytest_report_header() -> str:
    return (
        f"annotated articles beside the checkout: {'read' if SHARED.is_dir() else 'absent'}; CI={os.getenv('CI', '')}"
    )
