"""What helps to complete an annotated article: marks for further occurrences, remarks on what may be missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from check_articles import occurrences, strip_marks


def notes(article: dict[str, Any]) -> list[str]:
    """Remarks on what may be missing or wrong in a valid article."""
    stated = [r for r in article["relations"] + article["negatives"] if "p" in r]
    made, linked = {r["o"] for r in stated if r["p"] == "makes"}, {r[k] for r in stated for k in ("s", "o")}
    found = [
        f"{e['type']} {e['name']} without a relation"
        for e in article["entities"]
        if (e["type"] == "Model" and e["id"] not in made) or (e["type"] == "Person" and e["id"] not in linked)
    ]
    for f in article["facts"]:
        shown = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", f["evidence"])]
        if f["unit"] != "date" and not any(
            n and abs(abs(f["value"]) / n / 10.0**k - 1) < 1e-6 for n in shown for k in range(-3, 13)
        ):
            found.append(f"value {f['value']} ({f['metric']}) is not in {f['evidence'][:80]!r}")
    return found


def mark(path: Path) -> int:
    """Mark further occurrences of marked surfaces, also makers' names inside models' names; returns how many."""
    raw = path.read_text(encoding="utf-8")
    at = raw.index("\n== entities")
    body, rest = raw[:at], raw[at:]
    kind = {k: t.split("/")[0] for k, t in re.findall(r"^(\S+) ([A-Z][\w/]+) ", rest.split("== relations")[0], re.M)}
    text, spans = strip_marks(body)
    names = {text[s["start"] : s["end"]]: s["id"] for s in spans if not s["coref"] and s["id"] != "-"}
    header = re.match(r"(#.*\n)*", text)
    added, first = 0, header.end() if header else 0
    for surface, key in sorted(names.items(), key=lambda pair: -len(pair[0])):
        for start in occurrences(surface, text):
            end = start + len(surface)
            over = [s for s in spans if s["start"] < end and start < s["end"]]
            inside = all(
                s["start"] <= start
                and end <= s["end"]
                and end - start < s["end"] - s["start"]
                and not s["coref"]
                and kind.get(s["id"]) in ("Model", "Technology")
                for s in over
            )
            if start >= first and (not over or (inside and kind.get(key) in ("Company", "Brand"))):
                spans.append({"start": start, "end": end, "id": key, "coref": False})
                added += 1
    edges = [(s["start"], 1, -s["end"], "[[") for s in spans]
    edges += [(s["end"], 0, -s["start"], f"|{'~' if s['coref'] else ''}{s['id']}]]") for s in spans]
    for position, _, _, token in sorted(edges, key=lambda e: e[:3], reverse=True):
        text = text[:position] + token + text[position:]
    path.write_text(text + rest, encoding="utf-8")
    return added
