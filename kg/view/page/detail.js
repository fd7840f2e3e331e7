// What of the visible is drawn: as much as the eye takes in and the machine draws smoothly, the important first.

const FEW = 300;
const MOST_NODES = 520;
const MOST_NAMED = 240;
const MOST_LINES = 900;
const MARGIN = 0.3;
/** Nodes keep their size on the screen where the zoom is below the one or above the other. */
const SMALL = 0.55;
const BIG = 1.15;

let drawnBox = null;

/** The part of the picture in view, with a margin, in its own coordinates. */
function viewBox(margin) {
  const { clientWidth: width, clientHeight: height } = stage.box;
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  const halfX = (width / 2 / scale) * (1 + 2 * margin),
    halfY = (height / 2 / scale) * (1 + 2 * margin);
  return { left: x - halfX, right: x + halfX, top: y - halfY, bottom: y + halfY, scale };
}

function within(box, { x, y }) {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** Entities that are drawn wherever they are: the open one, its neighbours, the path, pins, what was unfolded. */
function needed() {
  const set = new Set();
  const add = (entity) => entity && view.entity[entity.id] && set.add(entity);
  const around = (entity, most) => {
    if (!entity || !view.entity[entity.id]) return;
    add(entity);
    neighbours(entity)
      .sort((one, other) => other.size - one.size || one.id - other.id)
      .slice(0, most)
      .forEach(add);
  };
  focusPath().forEach(add);
  (state.line || []).forEach((key) => add(byKey.get(key)));
  around(byKey.get(state.entity), 150);
  state.expanded.forEach((key) => around(byKey.get(key), 400));
  Object.keys(state.pinned).forEach((key) => add(byKey.get(key)));
  if (stage.cursor) add(stage.cursor);
  return set;
}

/** The entities and lines to draw now. */
function drawing() {
  const chosen = needed();
  drawnBox = viewBox(MARGIN);
  stage.grow = Math.min(Math.max(drawnBox.scale, SMALL), BIG) / drawnBox.scale;
  if (view.entities <= FEW) {
    for (const entity of entities) if (view.entity[entity.id]) chosen.add(entity);
    Object.assign(drawnBox, { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity });
  } else addWhatFits(chosen);
  const between = new Map();
  for (const entity of chosen) {
    for (const relation of entity.touching) {
      if (relation.from === relation.to || !view.relation[relation.id] || between.has(relation.line.id)) continue;
      const other = entities[relation.from === entity.id ? relation.to : relation.from];
      if (chosen.has(other))
        between.set(relation.line.id, { line: relation.line, weight: Math.min(entity.size, other.size) });
    }
  }
  let kept = [...between.values()];
  if (kept.length > MOST_LINES) {
    const special = focusLines();
    const weight = ({ line, weight: own }) => (special.has(line.id) ? 1000 : own);
    kept = kept
      .sort((one, other) => weight(other) - weight(one) || (one.line.id < other.line.id ? -1 : 1))
      .slice(0, MOST_LINES);
  }
  return { nodes: chosen, lines: kept.map(({ line }) => line) };
}

/** Add entities in view by importance: first those with room for their name too, then those that stand free. */
function addWhatFits(chosen) {
  const { scale } = drawnBox;
  const room = new Room();
  stage.bold = boldFrom(byImportance.slice(0, MOST_NAMED));
  const nameSide = (entity) => labelBoxes(nodeBox(entity, scale), label(entity)).find((box) => room.free(box));
  for (const entity of chosen) room.take(nodeBox(entity, scale));
  for (const entity of chosen) {
    const side = nameSide(entity);
    if (side) room.take(side);
  }
  const near = byImportance.filter((entity) => view.entity[entity.id] && within(drawnBox, place(entity)));
  for (const named of [true, false]) {
    for (const entity of near) {
      if (chosen.size >= (named ? MOST_NAMED : MOST_NODES)) break;
      if (chosen.has(entity) || !room.free(nodeBox(entity, scale, 1.15))) continue;
      const side = named && nameSide(entity);
      if (named && !side) continue;
      room.take(nodeBox(entity, scale, 1.15));
      if (side) room.take(side);
      chosen.add(entity);
    }
  }
}

/** Has the view left what was drawn, or come so near that more should be shown? */
function outgrown() {
  if (!drawnBox) return false;
  const now = viewBox(0);
  const zoomed = now.scale / drawnBox.scale;
  return (
    zoomed > 1.06 ||
    zoomed < 0.94 ||
    now.left < drawnBox.left ||
    now.right > drawnBox.right ||
    now.top < drawnBox.top ||
    now.bottom > drawnBox.bottom
  );
}

function focusPath() {
  const [from, to] = (state.path || []).map((key) => byKey.get(key));
  return from && to && view.entity[from.id] && view.entity[to.id] ? shortestPath(from, to) || [] : [];
}

/** Ids of the lines that belong to what is open. */
function focusLines() {
  const ids = new Set();
  const id = (one, other) => `${Math.min(one, other)}-${Math.max(one, other)}`;
  const way = focusPath();
  for (let n = 1; n < way.length; n += 1) ids.add(id(way[n - 1].id, way[n].id));
  if (way.length) return ids;
  if (state.line) return ids.add(id(...state.line.map((key) => byKey.get(key).id)));
  for (const relation of byKey.get(state.entity)?.touching || []) ids.add(relation.line.id);
  return ids;
}
