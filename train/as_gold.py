#!/usr/bin/env python3
"""Write marked articles as annotated ones, to measure on: as_gold.py FOLDER FILE...

Each file of `train/articles` or `train/held_out` becomes one JSON file in FOLDER, as `kg evaluate` reads it.
The day of publication, which a reader has to know, stands on a line of its own below the title.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from check_articles import parse

KEPT = ("id", "url", "text", "entities", "relations", "facts")


def as_gold(path: Path) -> dict[str, Any]:
    """The annotated article that a marked one stands for; ArticleError if it is not valid."""
    article = parse(path)
    title, _, body = article["text"].partition("\n")
    if article["date"] and article["date"] not in body:
        article["text"] = f"{title}\n{article['date']}\n{body}"
    return {key: article[key] for key in KEPT}


def main(arguments: list[str]) -> int:
    """Write the files; the exit status is 2 without arguments."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for path in map(Path, arguments[1:]):
        text = json.dumps(as_gold(path), ensure_ascii=False, indent=1)
        (folder / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
