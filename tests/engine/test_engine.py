from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import engine
from kg.engine import processes
from kg.engine.task import time_limit
from kg.engine.worker import Worker
from kg.errors import KgError, Timeout, UsageError
from kg.model import Article, Document, Skipped
from tests.engine import annotators


def documents(*texts: str) -> list[Document]:
    return [Document(f"d{n:03}", text, f"folder/d{n:03}.txt") for n, text in enumerate(texts)]


def outcome(texts: list[str], name: str, seconds: float = 30, workers: int = 2) -> list[str]:
    """For each document "ok", or the reason why it was left out."""
    given = documents(*texts)
    results = list(engine.annotate(given, annotators.plain, engine=name, workers=workers, seconds=seconds))
    assert len(results) == len(given)
    for document, result in zip(given, results, strict=True):
        if isinstance(result, Article):
            assert result.document == document
        else:
            assert result.source == document.source
            assert document.id in result.reason
    return ["ok" if isinstance(result, Article) else result.reason for result in results]


@pytest.fixture(params=["local", "processes"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_document_is_answered_in_order(name: str) -> None:
    assert outcome(["text"] * 50, name) == ["ok"] * 50
    assert outcome([], name) == []


def test_an_article_that_cannot_be_read_out_costs_only_itself(name: str) -> None:
    texts = ["text"] * 20
    texts[3] = "raise no such word"
    found = outcome(texts, name)
    assert "ValueError: no such word" in found[3]
    assert found.count("ok") == 19


def test_a_slow_article_is_left_out_at_its_time_limit(name: str) -> None:
    found = outcome(["text", "sleep 60", "text"], name, seconds=0.5)
    assert "longer than 0.5 seconds" in found[1]
    assert found[::2] == ["ok", "ok"]


@pytest.mark.parametrize(("order", "reason"), [("die", "signal 9"), ("exit", "exit code 7")])
def test_a_lost_worker_is_replaced_and_only_its_article_left_out(order: str, reason: str) -> None:
    texts = ["text"] * 30
    texts[2] = texts[17] = order
    found = outcome(texts, "processes")
    assert reason in found[2]
    assert reason in found[17]
    assert found.count("ok") == 28


def test_a_lost_worker_is_laid_to_no_other_article() -> None:
    """What kills a worker at once is left out; what is read when it dies of something earlier is not."""
    chance = random.Random(11)
    orders = ["die", "exit", *["later 0.2", "later 0.3", "later 0.5"], *["sleep 0.05"] * 20, *["text"] * 40]
    chance.shuffle(orders)
    found = outcome(orders, "processes")
    lost = [order for order, what in zip(orders, found, strict=True) if what != "ok"]
    assert sorted(lost) == ["die", "exit"]


def test_an_answer_that_came_before_a_late_worker_was_ended_counts() -> None:
    pool = processes._Pool(iter(documents("text", "text")), annotators.plain, 30, 1)
    try:
        pool._hand_out()
        while not pool.workers[0].ready:
            pool._collect()
        pool._hand_out()
        worker = pool.workers[0]
        assert worker.channel.poll(60)
        pool._replace(worker, late=True)
        assert isinstance(pool.done[0], Article)
        assert not pool.tries
        assert [type(result) for result in pool.results()] == [Article, Article]
    finally:
        pool.end()


def test_a_worker_that_is_lost_while_it_loads_is_replaced(tmp_path: Path) -> None:
    given = documents(*["text"] * 4)
    results = engine.annotate(given, annotators.Stumbling(tmp_path), engine="processes", workers=1)
    assert [type(result) for result in results] == [Article] * 4


def test_a_worker_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "grace", 0.5)
    start = time.monotonic()
    found = outcome(["text", "stick 60", "text", "text"], "processes", seconds=0.5, workers=1)
    assert "its worker was ended" in found[1]
    assert found.count("ok") == 3
    assert time.monotonic() - start < 30


def test_large_texts_go_both_ways_without_a_standstill() -> None:
    assert outcome(["x" * 1_000_000] * 24, "processes") == ["ok"] * 24


@pytest.mark.parametrize(
    ("factory", "reason"),
    [(annotators.refuses, "the model is missing"), (annotators.breaks, "boom"), (annotators.dies, "exit code 3")],
)
def test_a_worker_that_cannot_start_is_an_error(factory: Callable[[], engine.Annotate], reason: str) -> None:
    with pytest.raises(KgError, match=reason):
        list(engine.annotate(documents("text"), factory, engine="processes", workers=2))


def test_a_worker_loads_once_and_few_articles_start_few_workers(tmp_path: Path) -> None:
    list(engine.annotate(documents(*["text"] * 30), annotators.Counted(tmp_path), engine="processes", workers=2))
    assert 1 <= len(list(tmp_path.iterdir())) <= 2
    alone = tmp_path / "alone"
    alone.mkdir()
    list(engine.annotate(documents("text"), annotators.Counted(alone), engine="processes", workers=4))
    assert len(list(alone.iterdir())) == 1


def test_documents_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document(f"d{taken}", "text", "endless")

    results = engine.annotate(endless(), annotators.plain, engine="processes", workers=2)
    assert [isinstance(next(results), Article) for _ in range(20)] == [True] * 20
    results.close()  # type: ignore[attr-defined]
    assert taken < 200


def test_workers_are_gone_when_the_caller_stops_early() -> None:
    from multiprocessing import active_children

    results = engine.annotate(documents(*["text"] * 50), annotators.plain, engine="processes", workers=2)
    next(results)
    assert active_children()
    results.close()  # type: ignore[attr-defined]
    assert not active_children()


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(UsageError, match=r"'steam'.*local, processes"):
        engine.annotate(documents("text"), annotators.plain, engine="steam")


def test_the_time_limit_leaves_nothing_behind() -> None:
    with pytest.raises(Timeout), time_limit(0.05):
        time.sleep(5)
    with time_limit(0.05):
        pass
    time.sleep(0.1)
    result: list[str] = []

    def elsewhere() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        result.append("done")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert result == ["done"]


def test_nothing_of_an_article_is_swallowed_when_the_user_stops() -> None:
    def interrupt(given: object) -> Iterator[Article]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(engine.annotate(documents("text"), lambda: interrupt))


def test_the_parent_s_death_ends_the_workers() -> None:
    import signal
    import subprocess
    import sys

    code = (
        "from tests.engine import annotators; from kg import engine; from kg.model import Document\n"
        "from multiprocessing import active_children\n"
        "if __name__ == '__main__':\n"
        "    docs = [Document('a', 'text', ''), Document('b', 'sleep 60', '')]\n"
        "    results = engine.annotate(docs, annotators.plain, engine='processes', workers=1)\n"
        "    next(results)\n"
        "    print(active_children()[0].pid, flush=True)\n"
        "    next(results)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 90
    while alive(worker):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_skipped_article_counts_as_failed() -> None:
    (result,) = engine.annotate(documents("raise x"), annotators.plain)
    assert isinstance(result, Skipped)
    assert result.failed


def test_ctrl_c_ends_the_work_without_a_word_from_the_workers(tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys

    code = (
        "from tests.engine import annotators; from kg import engine; from kg.model import Document\n"
        "import signal\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "    given = [Document('a', 'sleep 60', '')]\n"
        "    results = engine.annotate(given, annotators.plain, engine='processes', workers=1)\n"
        "    print('go', flush=True)\n"
        "    try:\n"
        "        next(results)\n"
        "    except KeyboardInterrupt:\n"
        "        results.close()\n"
    )
    for wait in (0.1, 1.0):
        run = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert run.stdout
        assert run.stdout.readline() == "go\n"
        time.sleep(wait)
        os.killpg(run.pid, signal.SIGINT)
        _, err = run.communicate(timeout=60)
        assert (run.returncode, err) == (0, "")
