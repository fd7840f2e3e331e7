"""Where each entity lies on the page: communities apart, what belongs together near; a function of the links alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.view.forces import Pairs, Points, pack, spring, sunflower
from kg.view.springs import Springs
from kg.view.squeeze import squeeze, tangled

SEED = 7
WHOLE = 260
CROWD = 420
MANY = 700
ATTEMPTS = 6
GAP = 26.0

ASPECT = 0.95

Links = Sequence[tuple[int, int, float]]
Tension = tuple[Points, Pairs, NDArray[np.float64], NDArray[np.float64]]
Boxes = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Position of each node in pixels at zoom 1 (y grows downwards) and the number of its community, biggest first."""

    x: tuple[int, ...]
    y: tuple[int, ...]
    group: tuple[int, ...]


def lay_out(
    links: Links, half_width: Sequence[float], half_height: Sequence[float], springs: Springs | None = None
) -> Layout:
    """Place as many nodes as there are boxes; `links` are (node, node, weight) and may repeat.

    `springs` saves moving again what was moved before.
    """
    count = len(half_width)
    if count == 0:
        return Layout((), (), ())
    graph = _graph(count, links)
    groups = communities(graph)
    boxes = (np.asarray(half_width, dtype=np.float64), np.asarray(half_height, dtype=np.float64))
    points = _whole(graph, boxes) if count <= WHOLE else _islands(graph, groups, boxes, springs or Springs())
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    group = [0] * count
    for number, members in enumerate(groups):
        for node in members:
            group[node] = number
    whole = np.rint(points).astype(int)
    return Layout(tuple(whole[:, 0].tolist()), tuple(whole[:, 1].tolist()), tuple(group))


def communities(graph: nx.Graph[int]) -> list[list[int]]:
    """The nodes by community, biggest first."""
    if graph.number_of_edges() == 0:
        return [sorted(graph.nodes)]
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((sorted(members) for members in found), key=lambda members: (-len(members), members[0]))


def _graph(count: int, links: Links) -> nx.Graph[int]:
    """The links as a graph that is the same in whatever order and direction they come."""
    total: dict[tuple[int, int], float] = {}
    for left, right, weight in links:
        if left != right:
            pair = (min(left, right), max(left, right))
            total[pair] = total.get(pair, 0.0) + weight
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((left, right, weight) for (left, right), weight in sorted(total.items()))
    return graph


def _whole(graph: nx.Graph[int], boxes: Boxes) -> Points:
    """Positions of a small graph that fill a window: of several attempts the one whose lines are easiest to follow."""
    nodes = list(range(graph.number_of_nodes()))
    pairs, _ = _inner_links(graph, nodes)
    best, least = np.zeros((len(nodes), 2)), np.inf
    for attempt in range(ATTEMPTS if len(nodes) <= 120 else 3):
        points = _springs(graph, nodes, boxes, attempt)
        turned = [_turn(points, float(angle)) for angle in np.arange(18) * (np.pi / 18)]
        points = squeeze(min(turned, key=_reach), boxes, pairs, ASPECT)
        tangle = tangled(points, pairs, boxes)
        if tangle < least:
            best, least = points, tangle
    return best


def _turn(points: Points, angle: float) -> Points:
    """The points turned around the origin."""
    sine, cosine = np.sin(angle), np.cos(angle)
    x, y = points[:, 0], points[:, 1]
    return np.column_stack((x * cosine - y * sine, x * sine + y * cosine))


def _reach(points: Points) -> float:
    """How big a window a picture needs, in pixels of its height."""
    width, height = points.max(axis=0) - points.min(axis=0)
    return max(float(width) / ASPECT, float(height))


def _cluster(graph: nx.Graph[int], nodes: list[int], boxes: Boxes, springs: Springs) -> Points:
    """Positions of the nodes of one community, in the order of `nodes`."""
    half_width, half_height = boxes[0][nodes], boxes[1][nodes]
    if len(nodes) > CROWD:
        return _crowd(graph, nodes, (half_width, half_height), springs)
    start, pairs, weights, mass = _tension(graph, nodes, boxes)
    # Rounded, so that a node that grows a little elsewhere does not move a whole community here.
    return springs.parted(springs.moved(start, pairs, weights, np.round(mass, 1), 140), half_width, half_height, 240)


def _springs(graph: nx.Graph[int], nodes: list[int], boxes: Boxes, attempt: int) -> Points:
    """Where springs pull the nodes; another attempt starts from another place."""
    start, pairs, weights, mass = _tension(graph, nodes, boxes)
    if attempt:
        start += np.random.default_rng(attempt).normal(scale=120.0, size=start.shape)
    return spring(start, pairs, weights, mass, rounds=300)


def _tension(graph: nx.Graph[int], nodes: list[int], boxes: Boxes) -> Tension:
    """Where the nodes start, which pairs pull each other and how strongly, and how much room each node wants."""
    radii = np.sqrt(boxes[0][nodes] * boxes[1][nodes])
    pairs, weights = _inner_links(graph, nodes)
    mass = 0.7 + 0.3 * radii / max(float(radii.mean()), 1e-9)
    return sunflower(np.full(len(nodes), 45.0))[_walk(graph, nodes)], pairs, weights, mass


def _crowd(graph: nx.Graph[int], nodes: list[int], boxes: Boxes, springs: Springs) -> Points:
    """Positions of a community too big for springs: by its own communities, or as a sunflower around its hubs."""
    place = {node: n for n, node in enumerate(nodes)}
    part: nx.Graph[int] = nx.Graph()
    part.add_nodes_from(range(len(nodes)))
    for left, right, data in graph.edges(nodes, data=True):
        if left in place and right in place:
            part.add_edge(place[left], place[right], weight=data["weight"])
    groups = communities(part)
    if len(groups) > 1 and len(groups[0]) < len(nodes) * 0.95:
        return _islands(part, groups, boxes, springs)
    hubs_first = sorted(range(len(nodes)), key=lambda n: (-part.degree(n), n))
    points = np.empty((len(nodes), 2))
    points[hubs_first] = sunflower(np.sqrt(boxes[0] * boxes[1])[hubs_first] * 1.2)
    return points


def _inner_links(graph: nx.Graph[int], nodes: list[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    place = {node: n for n, node in enumerate(nodes)}
    rows = sorted(
        (*sorted((place[left], place[right])), data["weight"])
        for left, right, data in graph.edges(nodes, data=True)
        if left in place and right in place
    )
    pairs = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    return pairs, np.sqrt(np.array([row[2] for row in rows], dtype=np.float64))


def _walk(graph: nx.Graph[int], nodes: list[int]) -> NDArray[np.int64]:
    """Rank of each node in a walk from the best linked one outwards, so that the springs start untangled."""
    inside = set(nodes)
    order: dict[int, int] = {}
    for root in sorted(nodes, key=lambda n: (-graph.degree(n), n)):
        queue = [root]
        for node in queue:
            if node not in order:
                order[node] = len(order)
                queue.extend(n for n in sorted(graph[node]) if n in inside and n not in order)
    return np.array([order[node] for node in nodes], dtype=np.int64)


def _islands(graph: nx.Graph[int], groups: list[list[int]], boxes: Boxes, springs: Springs) -> Points:
    """Lay out each community by itself, then pack the communities like islands, linked ones side by side."""
    inner = [_cluster(graph, members, boxes, springs) for members in groups]
    radii = np.empty(len(groups))
    for number, (members, points) in enumerate(zip(groups, inner, strict=True)):
        points -= (points.min(axis=0) + points.max(axis=0)) / 2
        corner = np.abs(points) + np.column_stack((boxes[0][members], boxes[1][members]))
        radii[number] = float(np.sqrt(np.square(corner).sum(axis=1)).max()) * 0.94 + GAP
    centres = _centres(graph, groups, radii)
    points = np.empty((graph.number_of_nodes(), 2))
    for members, inside, centre in zip(groups, inner, centres, strict=True):
        points[members] = inside + centre
    return points


def _centres(graph: nx.Graph[int], groups: list[list[int]], radii: NDArray[np.float64]) -> Points:
    biggest_first = np.argsort(-radii, kind="stable")
    start = np.empty((len(groups), 2))
    start[biggest_first] = sunflower(radii[biggest_first])
    if len(groups) > MANY:
        return start
    pairs, weights = _outer_links(graph, groups)
    unit = 90.0 / float(radii.mean()) / 1.8
    moved = spring(start * unit, pairs, weights, radii / float(radii.mean()), rounds=160) / unit
    return pack(moved, radii, rounds=220)


def _outer_links(graph: nx.Graph[int], groups: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    home = {node: number for number, members in enumerate(groups) for node in members}
    total: dict[tuple[int, int], float] = {}
    for left, right, data in graph.edges(data=True):
        pair = (min(home[left], home[right]), max(home[left], home[right]))
        if pair[0] != pair[1]:
            total[pair] = total.get(pair, 0.0) + data["weight"]
    rows = sorted(total.items())
    pairs = np.array([pair for pair, _ in rows], dtype=np.int64).reshape(-1, 2)
    return pairs, np.log1p(np.array([weight for _, weight in rows], dtype=np.float64)) * 0.3
