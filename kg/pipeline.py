"""The order of the stages, as data, and the build that runs them into an output folder, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import changes, corrections, engine, report, stages
from kg.cache import Cache, Waiting, fingerprint
from kg.config import Settings
from kg.errors import InputMissing, OutputFailed, StoreFailed, Timeout, UsageError
from kg.ontology import Ontology, load_ontology
from kg.output import CACHE, REPORT, WHOLE, failed, locked, replaced
from kg.stages import Work
from kg.watch import Progress, Watch, unhurried

if TYPE_CHECKING:
    from kg.store import Pushed


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the build: its name, what it does in words, and the function that does it."""

    name: str
    doing: str
    run: Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left: the output folder, the content of its report.json, and what went to a store elsewhere."""

    folder: Path
    report: dict[str, Any]
    pushed: Pushed | None = None


STAGES: tuple[Stage, ...] = (
    Stage("read", "reading the input", stages.read),
    Stage("annotate", "reading out the articles", stages.annotate),
    Stage("resolve", "resolving the names", stages.resolve),
    Stage("graph", "merging the graph", stages.merge),
    Stage("rdf", "writing RDF", stages.rdf),
    Stage("store", "filling the store", stages.store),
    Stage("view", "drawing the page", stages.view),
)


def build(
    inputs: Sequence[str | Path],
    settings: Settings,
    *,
    progress: Progress | None = None,
    factory: engine.Factory | None = None,
) -> Built:
    """Build the graph of `inputs` into the folder `settings.output`. On any error its former content is intact.

    `factory` makes another annotator than the one of the ontology. Raises InputMissing, OntologyInvalid, NothingBuilt,
    OutputFailed, StoreFailed, and UsageError for settings that do not go together.
    """
    _check_inputs(inputs)
    engine.check(settings.engine)
    folder = _output(settings.output)
    ontology = load_ontology(settings.ontology, lexicon=not settings.no_lexicon)
    watch = Watch(progress)
    with locked(folder), unhurried():
        before = report.read(folder)
        mark = fingerprint(ontology, factory)
        with (
            replaced(folder, lambda: {*before.get("files", []), *WHOLE}) as new,
            _cache(folder, new, mark) as cache,
            closing(Waiting(new)) as waiting,
        ):
            work = Work(
                inputs=inputs,
                settings=settings,
                ontology=ontology,
                factory=factory or _factory(settings, ontology),
                corrections=corrections.load_corrections(folder),
                former=folder,
                folder=new,
                cache=cache,
                waiting=waiting,
                progress=watch.tell,
            )
            content = _run(work, watch, before)
        return Built(settings.output, content, _push(settings) if settings.store else None)


@contextmanager
def _cache(folder: Path, new: Path, mark: str) -> Iterator[Cache]:
    """What the former build in `folder` knew, and what this one leaves in `new` for the next."""
    try:
        with Cache(folder / CACHE, new / CACHE, mark) as cache:
            yield cache
    except OSError as error:
        raise failed(folder, error) from error


def _run(work: Work, watch: Watch, former: dict[str, Any]) -> dict[str, Any]:
    """Run the stages in order and write the report, which also compares itself with the former one."""
    doing = ""
    try:
        for stage in STAGES:
            doing = stage.doing
            with watch.stage(stage.name, stage.doing):
                stage.run(work)
        content = _report(work, watch)
        content["since"] = changes.since(
            former, content, work.settings.output, work.merged.entities, work.settings.base_iri
        )
        report.write(content, work.folder)
    except OSError as error:
        raise failed(work.settings.output, error) from error
    except MemoryError as error:
        raise OutputFailed(f"out of memory while {doing}; give fewer articles, or a machine with more") from error
    return content


def _push(settings: Settings) -> Pushed:
    """Write the finished output to the store that the settings name. Raises StoreFailed."""
    from kg.store import push

    try:
        return push(settings.output / "graph.trig", settings.store, base_iri=settings.base_iri)
    except (StoreFailed, Timeout) as error:
        raise StoreFailed(
            f"{error}. {settings.output} itself is complete; the same call again fills the store"
        ) from error


def _report(work: Work, watch: Watch) -> dict[str, Any]:
    graph = work.merged
    files = sorted([path.name for path in work.folder.iterdir()] + [REPORT])
    return {
        "versions": report.versions(work.ontology.version),
        "options": {
            "engine": work.settings.engine,
            "base_iri": work.settings.base_iri,
            "no_lexicon": work.settings.no_lexicon,
            "own_ontology": work.settings.ontology is not None,
        },
        "counts": report.counts(graph),
        "written": dict(work.written.counts) if work.written else {},
        "violations": report.violations(work.written),
        "seconds": watch.seconds,
        "stages": watch.stages,
        "cache": work.cache.report(),
        "articles": report.articles(graph),
        "copies": [{"article": copy, "of": original} for copy, original in graph.copies.items()],
        "failed": report.left_out(work.skipped, failed=True),
        "ignored": report.left_out(work.skipped, failed=False),
        "omitted": report.omitted(work.omitted, work.settings.whole_articles),
        "corrections": report.corrections(work.corrections, work.outcome),
        "excluded": sorted(document.id for document in work.left_out),
        "files": files,
    }


def _check_inputs(inputs: Iterable[str | Path]) -> None:
    for path in inputs:
        if "://" not in str(path) and not Path(path).exists():
            raise InputMissing(f"no file or folder {path}; name one that exists")


def _output(folder: Path) -> Path:
    """The real folder behind the name, which must not be one that somebody stands in."""
    real, here = folder.resolve(), Path.cwd()
    if real == here or real in here.parents:
        raise UsageError(f"the output folder {folder} would be exchanged under your feet; run kg from outside of it")
    if real.exists() and not real.is_dir():
        raise OutputFailed(f"cannot write {folder}: it is a file; choose another folder with -o")
    return real


def _factory(settings: Settings, ontology: Ontology) -> engine.Factory:
    if settings.engine == "local":
        return partial(_annotator, ontology)
    return partial(_load_annotator, settings.ontology, not settings.no_lexicon)


def _load_annotator(folder: Path | None, lexicon: bool) -> engine.Annotate:
    """An annotator in a worker process, which loads the ontology itself."""
    return _annotator(load_ontology(folder, lexicon=lexicon))


def _annotator(ontology: Ontology) -> engine.Annotate:
    from kg.annotate import Annotator

    return Annotator(ontology).annotate
