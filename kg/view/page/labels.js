// Names in the picture: of one size on the screen at every zoom, the important first, none over another.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const LINE = 15;
const MOST_WORDED = 24;
/** What the buttons cover of the lower right corner. */
const ZOOM = { width: 56, height: 106 };
const measure = document.createElement("canvas").getContext("2d");
const measured = new WeakMap();

function isBold(entity) {
  return entity.size >= stage.bold;
}

function labelFont(entity) {
  return isBold(entity) ? `600 13.5px ${FONT}` : `12.5px ${FONT}`;
}

/** From which size on the names of a list are bold: those of the biggest, about one in twelve. */
function boldFrom(list) {
  const sizes = list.map((entity) => entity.size).sort((a, b) => b - a);
  return list.length > 12 ? sizes[Math.ceil(list.length / 12)] : Infinity;
}

/** The name of an entity in one or two lines, and how wide and high it gets: {rows, width, height}. */
function label(entity) {
  const known = measured.get(entity) || {};
  const kind = isBold(entity) ? "bold" : "plain";
  if (!known[kind]) {
    measure.font = labelFont(entity);
    const rows = known.bold?.rows || known.plain?.rows || wrapped(short(entity.label, 44));
    const width = Math.max(...rows.map((row) => measure.measureText(row).width)) + 6;
    known[kind] = { rows, width, height: rows.length * LINE + 2 };
    measured.set(entity, known);
  }
  return known[kind];
}

/** Long names break at the space nearest to their middle. */
function wrapped(text) {
  const spaces = [...text.matchAll(/[\s-]/g)].map(({ index }) => index + 1);
  const middle = text.length / 2;
  const cut = spaces.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
  if (text.length <= 16 || !cut || cut < 4 || cut > text.length - 3) return [short(text, 24)];
  return [short(text.slice(0, cut).trim(), 24), short(text.slice(cut), 24)];
}

/** The box of a drawn entity on the screen, at a zoom. */
function nodeBox(entity, scale, share = 1) {
  const { x, y } = place(entity);
  const reach = entity.size * stage.grow * scale * share;
  return { left: x * scale - reach, right: x * scale + reach, top: y * scale - reach, bottom: y * scale + reach };
}

/** Boxes for a name below, above, right and left of a node's box. */
function labelBoxes(node, { width, height }) {
  const x = (node.left + node.right) / 2,
    y = (node.top + node.bottom) / 2;
  const box = (left, top) => ({ left, right: left + width, top, bottom: top + height });
  return [
    box(x - width / 2, node.bottom + 2),
    box(x - width / 2, node.top - 2 - height),
    box(node.right + 2, y - height / 2),
    box(node.left - 2 - width, y - height / 2),
  ];
}

/** The part of the screen in view and not covered, in pixels of the picture. */
function inSight(scale) {
  const { left, right, top, bottom } = viewBox(0);
  const { above, below } = covered();
  return { left: left * scale, right: right * scale, top: top * scale + above, bottom: bottom * scale - below };
}

/** 1 where a box leaves the part of the screen in view, else 0. */
function cutOff(box, seen) {
  return box.left < seen.left || box.right > seen.right || box.top < seen.top || box.bottom > seen.bottom ? 1 : 0;
}

/** The ends on the screen of the drawn lines of an entity, one after another. */
function ownLines(entity, scale) {
  const ids = new Set(entity.touching.map(({ line }) => line.id).filter((id) => styles.has(id)));
  return [...ids].map((id) => {
    const { a, b } = lines.get(id);
    return [a, b].map((end) => place(entities[end])).map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  });
}

/** How long the straight line between two points is within a box. */
function through([from, to], box) {
  let first = 0,
    last = 1;
  for (const [start, way, low, high] of [
    [from.x, to.x - from.x, box.left, box.right],
    [from.y, to.y - from.y, box.top, box.bottom],
  ]) {
    if (Math.abs(way) < 1e-9) {
      if (start < low || start > high) return 0;
      continue;
    }
    const [enter, leave] = [(low - start) / way, (high - start) / way].sort((one, other) => one - other);
    first = Math.max(first, enter);
    last = Math.min(last, leave);
  }
  return Math.max(last - first, 0) * Math.hypot(to.x - from.x, to.y - from.y);
}

/** Of the boxes for a name that no node covers, the first that the entity's own lines cross least. */
function clearest(entity, boxes, scale) {
  if (boxes.length < 2 || stage.drawn.size > FEW) return boxes[0];
  const own = ownLines(entity, scale);
  const crossed = boxes.map((box) => own.reduce((sum, line) => sum + through(line, box), 0));
  return boxes[crossed.indexOf(Math.min(...crossed))];
}

/** Which of the drawn entities get their name, and where: [{entity, rows, x, y}]; none over another. */
function placeLabels(scale) {
  const seen = inSight(scale);
  const names = new Room(),
    nodes = new Room(),
    foremost = new Room(),
    wishes = new Room();
  const wish = new Map();
  const rank = (entity) => (stage.lit.has(entity) ? 1000 : 0) + (entity.key === state.entity ? 2000 : 0) + entity.size;
  const drawn = [...stage.drawn.values()].sort((one, other) => rank(other) - rank(one) || one.id - other.id);
  stage.bold = boldFrom(drawn);
  // What is open keeps its name even over a neighbour; where nothing is left out, so do the most important.
  const important = (entity, n) => entity.key === state.entity || (view.entities <= FEW && n < drawn.length / 6);
  drawn.forEach((entity, n) => {
    nodes.take(nodeBox(entity, scale));
    if (stage.lit.has(entity) || important(entity, n)) foremost.take(nodeBox(entity, scale));
    if (stage.dim && !stage.lit.has(entity)) return;
    wish.set(entity, labelBoxes(nodeBox(entity, scale), label(entity))[0]);
    wishes.take(wish.get(entity));
  });
  names.take({ left: seen.right - ZOOM.width, right: seen.right, top: seen.bottom - ZOOM.height, bottom: seen.bottom });
  const result = [];
  const put = (rows, box, more) => {
    names.take(box);
    result.push({ rows, x: (box.left + box.right) / 2 / scale, y: (box.top + box.bottom) / 2 / scale, ...more });
  };
  drawn.forEach((entity, n) => {
    if (stage.dim && !stage.lit.has(entity)) return;
    const node = nodeBox(entity, scale);
    const inside = !cutOff(node, seen);
    const boxes = labelBoxes(node, label(entity)).filter((box) => names.free(box) && !(inside && cutOff(box, seen)));
    const bare = boxes.filter((one) => nodes.free(one));
    const modest = bare.filter((one, k) => !k || wishes.free(one, wish.get(entity)));
    const over = important(entity, n) && boxes.find((one) => foremost.free(one));
    const box = clearest(entity, modest, scale) || over || (entity.key === state.entity && boxes[0]);
    if (box) put(label(entity).rows, box, { entity });
  });
  for (const line of litLines()) {
    const box = lineBoxes(line, scale).find((one) => names.free(one) && nodes.free(one));
    if (box) put([said(line)], box, { line });
  }
  return result;
}

/** Lines that carry words: those of what is open, unless they are many. */
function litLines() {
  const ids = focusLines();
  return ids.size > MOST_WORDED
    ? []
    : [...ids].map((id) => lines.get(id)).filter((line) => line && shownLines.get(line.id));
}

/** What the relations of a line are called. */
function said(line) {
  const kinds = new Set(
    line.relations.filter(({ id }) => view.relation[id]).map((relation) => relationLabel(relation.label)),
  );
  return short([...kinds].join(", "), 32);
}

/** Boxes for the words of a line around its middle, and nearer to either end; none where the line is too short. */
function lineBoxes(line, scale) {
  const [a, b] = [line.a, line.b].map((id) => place(entities[id]));
  measure.font = `12px ${FONT}`;
  const half = measure.measureText(said(line)).width / 2 + 3;
  if (Math.hypot(a.x - b.x, a.y - b.y) * scale < Math.min(half * 2.6, 120)) return [];
  return [0.5, 0.38, 0.62].map((share) => {
    const x = (a.x + (b.x - a.x) * share) * scale,
      y = (a.y + (b.y - a.y) * share) * scale;
    return { left: x - half, right: x + half, top: y - 8, bottom: y + 8 };
  });
}
