"""The default graph in portions: the same triples, of which few are made anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.portions import AVERAGE, runs

KEYS = st.sets(st.text(max_size=8), max_size=200).map(sorted)


@given(KEYS)
def test_all_keys_are_there_in_their_order(keys: list[str]) -> None:
    assert [key for run in runs(keys) for key in run] == keys
    assert all(runs(keys))


@given(KEYS, st.text(max_size=8))
def test_one_key_more_changes_its_own_run_alone(keys: list[str], more: str) -> None:
    before = list(runs(key for key in keys if key != more))
    after = list(runs(sorted({*keys, more})))
    assert len([run for run in after if run not in before]) <= 2
    assert len([run for run in before if run not in after]) <= 1


def test_runs_are_of_the_length_that_is_wanted() -> None:
    found = list(runs(f"company/company-{number:05}" for number in range(10_000)))
    assert AVERAGE / 2 < 10_000 / len(found) < AVERAGE * 2
