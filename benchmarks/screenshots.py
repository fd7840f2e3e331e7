"""Take the pictures of docs/ from a built page: `.venv/bin/python benchmarks/screenshots.py output/graph.html [docs]`.

Writes graph-light.png and graph-dark.png (1440 × 900) and graph-phone.png (390 wide). Those that open an entity take
the best connected, or the name given with `--open`.
"""

from __future__ import annotations

import argparse
import base64
import json
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

CHROMIUM = "/usr/bin/chromium"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
DECODE = """async (png) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height), context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return btoa(text);
}"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("page", type=Path)
    options.add_argument("folder", type=Path, nargs="?", default=Path("docs"))
    options.add_argument("--open", default="", help="name of the entity to open")
    given = options.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        shoot(browser, given.page, given.folder / "graph-light.png", viewport=DESKTOP, color_scheme="light")
        name = given.open or best_connected(browser, given.page)
        address = f"#entity={quote(name)}"
        shoot(browser, given.page, given.folder / "graph-dark.png", address, viewport=DESKTOP, color_scheme="dark")
        phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "color_scheme": "light"}
        shoot(browser, given.page, given.folder / "graph-phone.png", address, **phone)
        browser.close()


def shoot(browser: Any, page: Path, target: Path, address: str = "", **options: Any) -> None:
    """Open a page at an address and save what the window shows."""
    tab = opened(browser, page, address, **options)
    tab.wait_for_timeout(600)
    target.write_bytes(packed(tab, tab.screenshot()))
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")
    tab.context.close()


def packed(tab: Any, png: bytes) -> bytes:
    """The same picture with a palette of 256 colours, which keeps the repository small."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    raw = tab.context.new_page().evaluate(DECODE, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(raw), dtype=np.uint8).reshape(-1, 4)[:, :3]
    colours, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette, nearest = few(colours.astype(int), counts)
    rows = nearest[places.reshape(height, width)]
    data = np.column_stack((np.zeros(height, np.uint8), rows)).tobytes()
    head = png[16:24] + bytes((8, 3, 0, 0, 0))
    body = [
        (b"IHDR", head),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(data, 9)),
        (b"IEND", b""),
    ]
    return png[:8] + b"".join(chunk(kind, content) for kind, content in body)


def few(colours: Any, counts: Any, most: int = 256) -> tuple[Any, Any]:
    """At most 256 of the colours, and for each of all the number of the nearest: the frequent, then the most missed."""
    chosen = list(np.argsort(-counts, kind="stable")[: most // 2])
    distance = np.square(colours[:, None, :] - colours[chosen][None, :, :]).sum(axis=2)
    nearest, error = distance.argmin(axis=1), distance.min(axis=1)
    while len(chosen) < min(most, len(colours)):
        missed = int((error * np.sqrt(counts)).argmax())
        far = np.square(colours - colours[missed]).sum(axis=1)
        nearest[far < error] = len(chosen)
        error = np.minimum(error, far)
        chosen.append(missed)
    return colours[chosen], nearest.astype(np.uint8)


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def opened(browser: Any, page: Path, address: str = "", **options: Any) -> Any:
    tab = browser.new_context(reduced_motion="reduce", **options).new_page()
    tab.goto(page.resolve().as_uri() + address)
    tab.wait_for_selector("html[data-ready=true]", state="attached")
    return tab


def best_connected(browser: Any, page: Path) -> str:
    """The name of the entity that most is said of."""
    tab = opened(browser, page)
    rows = json.loads(tab.locator("#data-nodes").text_content())
    tab.context.close()
    return str(max(rows, key=lambda row: (row["size"], -row["id"]))["label"])


if __name__ == "__main__":
    main()
