"""The end of a build in words and in a table: what was found, what each stage did and took, where to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.cli.console import say, table

if TYPE_CHECKING:
    from kg.pipeline import Built
    from kg.store import Pushed

Report = Mapping[str, Any]


def summary(built: Built) -> None:
    """Print what was found, the table of the stages, and where to look."""
    folder, report = built.folder, built.report
    for line in found(report):
        say(line)
    say()
    table(("stage", "seconds", "per second", "memory", "result"), rows(report), right=(1, 2, 3))
    say()
    left_out = sum(violation["left_out"] for violation in report["violations"])
    if left_out:
        listed = folder / "report.json"
        say(f"Left out, since the ontology forbids it: {number(left_out, 'claim')}; see {listed}.")
    if built.pushed:
        say(stored(built.pushed))
    missing = [row["file"] for row in report["omitted"]]
    if missing:
        say(f"Not written: {', '.join(missing)}, since {report['omitted'][0]['reason']}.")
    look = f"kg serve -o {folder}" if "graph.html" in missing else f"{folder / 'graph.html'} in a browser"
    say(f"Look:  {look}")
    say(f"Ask:   kg query -o {folder} --list    kg explain -o {folder} NAME")


def stored(pushed: Pushed) -> str:
    """What went to the store elsewhere, and how."""
    way = "the Graph Store Protocol" if pushed.way == "graphs" else "SPARQL Update"
    gone = f"; {number(pushed.removed, 'former graph')} removed" if pushed.removed else ""
    return f"Wrote {number(pushed.graphs, 'graph')} ({pushed.quads:,} triples) to the store by {way}{gone}."


def found(report: Report) -> Iterator[str]:
    """What was found, in a few lines."""
    counts = report["counts"]
    kinds = sorted(counts["entities_by_class"].items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{count} {name}" for name, count in kinds)
    took = sum(report["seconds"].values())
    yield f"Read {number(counts['articles'], 'article')} ({counts['words']:,} words) in {took:.1f} s."
    yield f"Found {number(counts['entities'], 'entity', 'entities')} ({named}),"
    yield (
        f"{number(counts['statements'], 'statement')}, {number(counts['observations'], 'figure')} and "
        f"{number(counts['conflicts'], 'contradiction')}."
    )


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """One row for each stage."""
    for stage, figures in report["stages"].items():
        rate = f"{figures['per_second']:,.1f}" if "per_second" in figures else ""
        result = RESULTS[stage](report) if stage in RESULTS else ""
        yield stage, f"{figures['seconds']:,.1f}", rate, f"{figures['peak_megabytes']:,} MB", result


def _read(report: Report) -> str:
    failed, ignored = len(report["failed"]), len(report["ignored"])
    return f"{failed:,} left out, {ignored:,} of other kinds"


def _annotate(report: Report) -> str:
    cache = report["cache"]
    return f"{number(cache['read'], 'article')} read, {cache['reused']:,} known from the build before"


def _graph(report: Report) -> str:
    counts = report["counts"]
    return f"{number(counts['conflicts'], 'contradiction')}, {number(counts['copies'], 'copied article')}"


RESULTS: Mapping[str, Callable[[Report], str]] = {
    "read": _read,
    "annotate": _annotate,
    "resolve": lambda report: number(report["counts"]["entities"], "entity", "entities"),
    "graph": _graph,
    "rdf": lambda report: f"{report['written'].get('quads', 0):,} quads",
}
"""What a stage came to, in words, where it is told."""


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 article", "2 articles"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
