// The picture: vis-network holds what is drawn now; positions come from the rows, nothing moves by itself.

const stage = {
  box: document.getElementById("canvas"),
  drawn: new Map(),
  lit: new Set(),
  dim: false,
  hover: null,
  hoverLine: null,
  cursor: null,
  dragged: null,
  version: 0,
  own: null,
  ownFor: "",
  grow: 1,
  bold: 0,
};
const shownNodes = new vis.DataSet();
const shownLines = new vis.DataSet();
const styles = new Map();

const FAR = 2000;
const MOST_BOLD = 30;
const NARROW = window.matchMedia("(max-width: 820px)");

let network = null;

/** Where an entity lies: where the reader put it, or where it was laid out. */
function place(entity) {
  if (stage.dragged === entity) return network.getPosition(entity.id);
  const own = stage.own?.get(entity);
  const pin = state.pinned[entity.key] && framed(state.pinned[entity.key]);
  // A pin of the whole picture means nothing in that of a part.
  if (pin && own && Math.hypot(pin.x - own.x, pin.y - own.y) > FAR) return own;
  return pin || own || entity;
}

/** Give what is near the open entity, or what filters leave of a large graph, a picture of its own. */
function choosePicture() {
  const apart = view.entities && view.entities <= FEW && (state.near || entities.length > FEW);
  const wanted = apart ? `${state.near && state.entity} ${view.entity.join("")}${view.relation.join("")}` : "";
  if (wanted === stage.ownFor) return;
  stage.ownFor = wanted;
  stage.own = apart ? ownPicture() : null;
}

function startCanvas() {
  const options = block("data-options");
  network = new vis.Network(stage.box, { nodes: shownNodes, edges: shownLines }, options);
  window.network = network;
  stage.box.querySelector(".vis-network").tabIndex = -1;
  network.on("beforeDrawing", drawRegions);
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) openEntity(entities[nodes[0]]);
    else if (edges.length) openLine(lines.get(edges[0]));
    else if (state.entity || state.line || state.path) commit({ entity: null, line: null, path: null, near: 0 });
  });
  network.on("doubleClick", ({ nodes }) => nodes.length && unfold(entities[nodes[0]]));
  network.on("hoverNode", ({ node }) => hover(entities[node], null));
  network.on("blurNode", () => hover(null, null));
  network.on("hoverEdge", ({ edge }) => hover(null, lines.get(edge)));
  network.on("blurEdge", () => hover(null, null));
  network.on("dragging", dragging);
  network.on("dragEnd", ({ nodes }) => (nodes.length ? keepPlace(nodes[0]) : settle()));
  network.on("zoom", () => later(redrawIfOutgrown, 120));
  network.on("animationFinished", settle);
  network.on("resize", () => later(redrawIfOutgrown, 120));
}

function dragging({ nodes }) {
  if (nodes.length) {
    stage.dragged = entities[nodes[0]];
    stage.version += 1;
  } else redrawIfOutgrown();
}

/** After a move: draw what came into view, and give names their place anew. */
function settle() {
  if (outgrown()) return draw();
  stage.version += 1;
  network.redraw();
}

let timer = 0;

function later(work, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(work, milliseconds);
}

function redrawIfOutgrown() {
  if (outgrown()) draw();
}

function hover(entity, line) {
  stage.hover = entity;
  stage.hoverLine = line;
  stage.box.style.cursor = entity || line ? "pointer" : "";
  network.redraw();
}

function keepPlace(id) {
  const spot = unframed(network.getPosition(id));
  stage.dragged = null;
  commit({ pinned: { ...state.pinned, [entities[id].key]: spot } });
}

/** Bring vis-network's rows in line with what is to be drawn, changing only what differs. */
function draw() {
  outline();
  const { nodes, lines: between } = drawing();
  const focus = focusLines();
  stage.lit = litEntities();
  stage.dim = stage.lit.size > 0 && !(state.near && stage.own);
  stage.drawn = new Map([...nodes].map((entity) => [entity.id, entity]));
  replaceRows(shownNodes, [...nodes].map(nodeStyle));
  replaceRows(
    shownLines,
    between.map((line) => lineStyle(line, focus)),
  );
  stage.version += 1;
  tellStatus();
  network.redraw();
}

function litEntities() {
  const way = focusPath();
  if (way.length) return new Set(way);
  if (state.line) return new Set(state.line.map((key) => byKey.get(key)));
  const open = byKey.get(state.entity);
  return new Set(open && view.entity[open.id] ? [open, ...neighbours(open)] : []);
}

function replaceRows(set, rows) {
  const wanted = new Set(rows.map((row) => row.id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  const fresh = rows.filter((row) => {
    const style = JSON.stringify(row);
    if (styles.get(row.id) === style) return false;
    styles.set(row.id, style);
    return true;
  });
  for (const id of gone) styles.delete(id);
  if (gone.length) set.remove(gone);
  if (fresh.length) set.update(fresh);
}

function nodeStyle(entity) {
  const { fill, border, shape } = look(entity.type);
  const { x, y } = place(entity);
  const open = entity.key === state.entity;
  return {
    id: entity.id,
    x,
    y,
    shape,
    size: entity.size * stage.grow,
    opacity: stage.dim && !stage.lit.has(entity) ? 0.22 : 1,
    borderWidth: open ? 4 : state.pinned[entity.key] ? 3 : 1.3,
    color: { background: fill, border: open ? INK[theme()].strong : border },
  };
}

function lineStyle(line, focus) {
  const ink = INK[theme()];
  const shown = line.relations.filter((relation) => view.relation[relation.id]);
  const passes = claimFilter();
  const asserted = shown.some((relation) =>
    relation.claims.some((claim) => claim.status === "asserted" && passes(claim)),
  );
  const lit = focus.has(line.id);
  const towards = (id) => shown.some((relation) => relation.to === id && !symmetric.has(relation.label));
  const many = focus.size > MOST_BOLD;
  const thick = (lit ? (many ? 1.3 : 2.2) : 1.2) * stage.grow;
  const head = (on) => ({ enabled: on && stage.grow < 1.7, scaleFactor: 0.5 * stage.grow, type: "arrow" });
  return {
    id: line.id,
    from: line.a,
    to: line.b,
    dashes: asserted ? false : [5, 5],
    width: thick,
    arrows: { to: head(towards(line.b)), from: head(towards(line.a)) },
    color: {
      color: asserted ? (lit ? ink.strong : ink.edge) : ink.odd,
      opacity: stage.dim && !lit ? 0.18 : lit ? (many ? 0.55 : 1) : 0.85,
    },
  };
}

let regions = [];

/** The outline of each community of what is visible. */
function outline() {
  const groups = new Map();
  for (const entity of entities) {
    if (!view.entity[entity.id]) continue;
    if (!groups.has(entity.group)) groups.set(entity.group, []);
    groups.get(entity.group).push(place(entity));
  }
  const wide = stage.own ? [] : [...groups.values()].filter((points) => points.length > 2);
  regions = wide.length < 2 ? [] : wide.map(convexHull);
}

/** The communities as pale land under the picture. */
function drawRegions(context) {
  context.fillStyle = context.strokeStyle = INK[theme()].land;
  context.lineJoin = "round";
  context.lineWidth = 74;
  for (const hull of regions) {
    context.beginPath();
    hull.forEach(({ x, y }, n) => (n ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.stroke();
    context.fill();
  }
}

function convexHull(points) {
  const sorted = points.slice().sort((one, other) => one.x - other.x || one.y - other.y);
  const half = (rest) => {
    const chain = [];
    for (const p of rest) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return half(sorted).concat(half(sorted.reverse()));
}

function turn(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function tellStatus() {
  const drawn = stage.drawn.size;
  const of =
    drawn < view.entities
      ? ` of ${count(view.entities, "entity", "entities")}, the most important; zoom in or search for more`
      : ` ${view.entities === 1 ? "entity" : "entities"}`;
  const left =
    view.entities < entities.length ? ` · ${number(entities.length - view.entities)} left out by filters` : "";
  document.getElementById("status").textContent = `${number(drawn)}${of} · ${count(view.relations, "relation")}${left}`;
}

function centre(entity) {
  glide({ position: place(entity), scale: Math.max(network.getScale(), 0.7), offset: stageOffset() });
}

/** How many pixels of the picture are covered above and below: by the legend, the status, on a phone the details. */
function covered() {
  const open = document.body.classList.contains("open");
  if (NARROW.matches && open) return { above: 0, below: document.getElementById("panel").offsetHeight };
  return { above: document.getElementById("legend").offsetHeight, below: 34 };
}

function stageOffset() {
  const { above, below } = covered();
  return { x: 0, y: (above - below) / 2 };
}

/** Show all of these entities, by default all that are visible, with their names; `closest` is the largest zoom. */
function fit(chosen, closest = 1.25) {
  const shown = Array.isArray(chosen) ? chosen : entities.filter((entity) => view.entity[entity.id]);
  if (!shown.length) return;
  const { scale, x, y } = fitting(shown, closest);
  glide({ position: { x, y }, scale, offset: stageOffset() });
}

/** The zoom, at most `closest`, and the middle at which all of these entities are in the window. */
function fitting(shown, closest) {
  const { width, height } = room();
  const points = shown.map((entity) => ({ x: place(entity).x, y: place(entity).y, ...margins(entity, shown.length) }));
  let scale = closest;
  let box = extent(points, scale);
  for (let turn = 0; turn < 16 && (box.width > width || box.height > height); turn += 1) {
    scale = Math.max(scale * Math.min(width / box.width, height / box.height, 0.98), 0.01);
    box = extent(points, scale);
  }
  return { scale, x: box.x / scale, y: box.y / scale };
}

/** How many pixels around a node are to be seen with it: its name, and in crowds a little of everything. */
function margins(entity, many) {
  if (many > FEW) return { aside: 44, over: 20, under: 24 };
  const { width, height } = label(entity);
  const reach = entity.size * BIG;
  // Names far out go above, below or inwards where the window is narrow.
  return { aside: Math.max(Math.min(width / 2, stage.box.clientWidth * 0.08), reach), over: reach, under: reach + height };
}

/** Size and middle on the screen of the points with their margins, at a zoom. */
function extent(points, scale) {
  let left = Infinity,
    right = -Infinity,
    top = Infinity,
    bottom = -Infinity;
  for (const { x, y, aside, over, under } of points) {
    left = Math.min(left, x * scale - aside);
    right = Math.max(right, x * scale + aside);
    top = Math.min(top, y * scale - over);
    bottom = Math.max(bottom, y * scale + under);
  }
  return { width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Show an entity with its neighbours, near enough to read. */
function approach(entity) {
  const all = [entity, ...neighbours(entity)];
  const { x, y } = place(entity);
  const near = all.filter((other) => Math.hypot(place(other).x - x, place(other).y - y) < 900);
  fit(near, 1.15);
}

function glide(to) {
  const calm = !document.documentElement.dataset.ready || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  network.moveTo({ ...to, animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  if (calm) draw();
}
