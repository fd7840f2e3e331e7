from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.access import Found
from kg.read.names import LONGEST, Names, assign, safe


def found(path: str) -> Found:
    return Found(path, path, Path(path).name)


@pytest.mark.parametrize(
    "stem",
    ["000_cbd613d0dd37fc56", "s1-haval-xiaolong", "2021-11-08-x", "a.b", "Überblick", "比亚迪", "x(1)", "a--b", "q&a"],
)
def test_ordinary_stems_stay(stem: str) -> None:
    assert safe(stem) == stem


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("two words", "two-words"),
        ("a\nb\tc", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "article"),
        ("", "article"),
        ("<script>alert('x')</script>", "script-alert('x')-script"),
        ('a"b{c}|d\\e^f`g', "a-b-c-d-e-f-g"),
        ("a?b#c%d", "a-b-c-d"),
        ("a\u202eb\u200bc", "abc"),
        ("x\udcff", "x"),
        ("cafe\u0301", "café"),
    ],
)
def test_unsafe_stems_become_safe(stem: str, name: str) -> None:
    assert safe(stem) == name


@given(st.text(alphabet=st.characters(), max_size=400))
def test_names_are_safe_for_paths_of_iris_and_files(stem: str) -> None:
    name = safe(stem)
    assert name
    assert 0 < len(name.encode()) <= LONGEST
    assert not name.startswith((".", "-"))
    assert not name.endswith("-")
    assert safe(name) == name
    plain = "".join(character for character in name if character.isascii())
    assert quote(plain, safe="-._~!$&'()+,;=@") == plain
    assert not any(character.isspace() or character in '/\\<>"{}|^`%?#:*' for character in name)


def test_long_stems_stay_distinct() -> None:
    assert safe("x" * 400) != safe("x" * 401)


def test_a_unique_stem_is_the_identifier() -> None:
    assert assign([found("/in/a/one.txt"), found("/in/b/two.html")]) == {
        "/in/a/one.txt": "one",
        "/in/b/two.html": "two",
    }


def test_one_stem_in_several_folders() -> None:
    names = assign([found("/in/north/x.txt"), found("/in/south/x.txt")])
    assert names == {"/in/north/x.txt": "x~north", "/in/south/x.txt": "x~south"}
    deeper = assign([found("/in/1/news/x.txt"), found("/in/2/news/x.txt")])
    assert deeper == {"/in/1/news/x.txt": "x~1~news", "/in/2/news/x.txt": "x~2~news"}


def test_the_plain_text_keeps_the_stem() -> None:
    names = assign([found("/in/x.txt"), found("/in/x.xml"), found("/in/x.pdf")])
    assert names == {"/in/x.txt": "x", "/in/x.xml": "x.xml", "/in/x.pdf": "x.pdf"}
    assert assign([found("/in/x.txt"), found("/in/x.text")]) == {"/in/x.txt": "x.txt", "/in/x.text": "x.text"}


def test_names_that_look_like_those_of_others() -> None:
    names = assign(
        [found(f"/in/{path}") for path in ("a/x.txt", "b/x.txt", "x~a.txt", "x~b.txt", "x y.txt", "x-y.txt")]
    )
    assert len(set(names.values())) == 6
    assert names["/in/x~a.txt"] == "x~a"


def test_articles_of_one_file_are_numbered() -> None:
    names = Names([found("/in/x.txt"), found("/in/y.txt")])
    assert [names.of(found("/in/x.txt"), number) for number in (0, 1, 12)] == ["x", "x-1", "x-12"]


def test_numbers_never_meet_other_files() -> None:
    names = Names([found("/in/x.txt"), found("/in/x-1.txt"), found("/in/x--7.txt")])
    parts = {names.of(found("/in/x.txt"), number) for number in range(1, 9)}
    assert parts.isdisjoint(names.by_file.values())
    assert names.of(found("/in/x.txt"), 2) == "x---2"
    assert names.of(found("/in/x-1.txt"), 2) == "x-1-2"


def test_records_name_themselves_where_the_name_is_free() -> None:
    wire = found("/in/wire.jsonl")
    names = Names([wire, found("/in/x.txt")])
    wanted = ["n/7", "n/7", "x", "x-3", "wire-9", "", "..."]
    given_names = [names.of_record(wire, number, name) for number, name in enumerate(wanted, 1)]
    assert given_names == ["n-7", "wire-2", "wire-3", "wire-4", "wire-5", "wire-6", "wire-7"]


stems = st.sampled_from(["x", "x-1", "x--1", "x-", "x~a", "y", "x.txt", "x 1", "x~1", ".", "X"])
paths = st.tuples(
    st.sampled_from(["a", "b", "a/b", "~", "x"]), stems, st.sampled_from([".txt", ".text", ".html", ".jsonl"])
)


@given(st.sets(paths, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_identifiers_are_unique_and_do_not_depend_on_order(
    chosen: set[tuple[str, str, str]], shuffle: random.Random
) -> None:
    files = [found(f"/in/{folder}/{stem}{suffix}") for folder, stem, suffix in sorted(chosen)]
    shuffled = list(files)
    shuffle.shuffle(shuffled)
    names, others = Names(files), Names(shuffled)
    assert names.by_file == others.by_file
    every = [names.of(file, number) for file in files for number in range(4)]
    assert len(set(every)) == len(every)
    records = [
        names.of_record(files[0], number, wanted) for number, wanted in enumerate(["x", "x-1", "y-2", "z", "z"], 10)
    ]
    assert len({*every, *records}) == len(every) + len(records)
