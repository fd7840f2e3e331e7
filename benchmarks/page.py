"""How fast the page is: file size, time to write, time to a usable picture, frames per second while panning.

Run from the root of the checkout: `.venv/bin/python benchmarks/page.py [SIZE …]` (default 500 2000 10000).
Beside each stands the page that pyvis makes of the same nodes and edges out of the box; `--no-plain` leaves it out.
Figures are of headless Chromium without a GPU at 1440 × 900.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from view.synthetic import large_graph

from kg.model import Graph
from kg.view import write_page

CHROMIUM = "/usr/bin/chromium"
USABLE = "document.documentElement.dataset.ready === 'true' && !document.getElementById('search').disabled"
FIRST_PICTURE = """() => {
  const canvas = document.querySelector("canvas");
  if (!canvas || !canvas.width) return false;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4 * 97) if (data[at]) return true;
  return false;
}"""
EMPTY = """() => {
  const canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect();
  for (let step = 0; step < 4000; step += 1) {
    const x = box.width * (0.3 + 0.4 * ((step * 0.618) % 1)), y = box.height * (0.3 + 0.4 * ((step * 0.382) % 1));
    if (network.getNodeAt({ x, y }) === undefined) return [box.left + x, box.top + y];
  }
  return [box.left + 5, box.top + 5];
}"""
COUNT = """() => {
  if (!window.shown) {
    const tick = (time) => { window.shown.push(time); requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  }
  window.shown = [];
}"""


class Watch:
    """Seconds since it was made: of the clock, and of the processor, which other work on the machine leaves alone."""

    def __init__(self) -> None:
        self.start = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self.start[0], time.process_time() - self.start[1]


def plain_page(graph: Graph, path: Path) -> tuple[float, float]:
    """The page of pyvis as it comes; returns seconds to write, of the clock and of the processor."""
    from pyvis.network import Network

    watch = Watch()
    network = Network(directed=True, cdn_resources="in_line")
    for key, entity in graph.entities.items():
        network.add_node(key, label=entity.label, title=entity.types[0])
    for article in graph.articles:
        for s in article.statements:
            network.add_edge(graph.key(article, s.subject), graph.key(article, s.object), title=s.predicate)
    path.write_text(network.generate_html(), encoding="utf-8")
    return watch.read()


def measure(browser: Any, path: Path, usable: str, patience: float) -> tuple[float, float, float]:
    """Seconds until the page can be used; frames per second while dragging the whole picture, and one zoomed in."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(patience * 1000)
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    start = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.wait_for_function(usable, polling=100)
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        page.close()
        return patience, 0.0, 0.0
    seconds = time.perf_counter() - start
    far = drag(page)
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(8):
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(60)
    page.wait_for_timeout(400)
    near = drag(page)
    page.close()
    return seconds, far, near


def drag(page: Any) -> float:
    """Drag the picture to and fro for about three seconds, from where no node is; returns frames per second."""
    x, y = page.evaluate(EMPTY)
    page.evaluate(COUNT)
    page.mouse.move(x, y - 3)
    page.mouse.down()
    end = time.perf_counter() + 3
    step = 0
    while time.perf_counter() < end:
        step += 1
        page.mouse.move(
            x + 150 * ((step % 40) / 20 - 1) * (1 if step // 40 % 2 else -1), y + 60 * ((step % 25) / 12 - 1)
        )
    page.mouse.up()
    times = page.evaluate("window.shown")
    return (len(times) - 1) / (times[-1] - times[0]) * 1000 if len(times) > 1 else 0.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=[500, 2000, 10000])
    options.add_argument("--no-plain", action="store_true", help="leave out the page of pyvis as it comes")
    options.add_argument("--patience", type=float, default=60, help="seconds to wait for a page of pyvis")
    given = options.parse_args()
    from playwright.sync_api import sync_playwright

    print(
        f"{'nodes':>6} {'edges':>6}  {'page':<12} {'written':>9} {'cpu':>9} "
        f"{'size':>9} {'usable':>9} {'pan':>8} {'near':>8}"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size in given.sizes:
            graph = large_graph(size, size * 2)
            path = Path(folder) / f"{size}.html"
            watch = Watch()
            write_page(graph, path, title=f"{size} entities", about={}, base_iri="https://example.org/kg/")
            show(size, "kg", watch.read(), path, measure(browser, path, USABLE, 60))
            if not given.no_plain:
                seconds = plain_page(graph, path)
                show(size, "plain pyvis", seconds, path, measure(browser, path, FIRST_PICTURE, given.patience))
        browser.close()


def show(size: int, what: str, written: tuple[float, float], path: Path, seen: tuple[float, float, float]) -> None:
    usable, far, near = seen
    opened = f"{usable:7.2f} s {far:6.1f}/s {near:6.1f}/s" if far else f">{usable:6.0f} s        –        –"
    times = f"{written[0]:7.1f} s {written[1]:7.1f} s {path.stat().st_size / 1e6:6.1f} MB {opened}"
    print(f"{size:>6} {size * 2:>6}  {what:<12} {times}", flush=True)


if __name__ == "__main__":
    main()
