// Places on the screen: the rows' picture fitted to this window, and a picture of its own for a part of a large graph.

const FULL = 0.68;
const REST = 105;
/** In a window that is high and narrow names take less, for there they would push apart what belongs together. */
const HIGH = 0.75;
const FULL_HIGH = 0.3;

/** Width and height of what is not covered of the picture. */
function room() {
  const { above, below } = covered();
  return { width: stage.box.clientWidth - 16, height: stage.box.clientHeight - above - below - 16 };
}

/** Boxes of nodes at a zoom, each with its name below it, the important first while names leave room enough. */
function roomsFor(list, scale, { width, height }) {
  const zoom = Math.min(Math.max(scale, SMALL), BIG);
  stage.bold = boldFrom(list);
  let left = width * height * (width < height * HIGH ? FULL_HIGH : FULL);
  const bare = list.map((entity) => entity.size * zoom + 3);
  for (const reach of bare) left -= reach * reach * 4;
  const boxes = bare.map((reach) => ({ aside: reach, over: reach, under: reach }));
  const ranked = list.map((entity, n) => n).sort((a, b) => list[b].size - list[a].size || list[a].id - list[b].id);
  for (const n of ranked) {
    const { width: wide, height: high } = label(list[n]);
    const aside = Math.max(bare[n], wide / 2 + 2);
    const more = aside * 2 * (bare[n] * 2 + high + 2) - bare[n] * bare[n] * 4;
    if (more > left) continue;
    left -= more;
    boxes[n] = { aside, over: bare[n], under: bare[n] + high + 2 };
  }
  return boxes;
}

/** Push boxes around points apart, all within a window of this size around 0. */
function unpile(points, boxes, { width, height }, rounds = 160) {
  const count = points.length;
  for (let round = 0; round < rounds; round += 1) {
    const push = points.map(() => ({ x: 0, y: 0 }));
    let crowded = false;
    for (let n = 1; n < count; n += 1) {
      for (let m = 0; m < n; m += 1) {
        const across = points[n].x - points[m].x;
        const wide = boxes[n].aside + boxes[m].aside - Math.abs(across);
        if (wide <= 0.5) continue;
        const down = points[n].y - points[m].y;
        const high = (down > 0 ? boxes[m].under + boxes[n].over : boxes[n].under + boxes[m].over) - Math.abs(down);
        if (high <= 0.5) continue;
        crowded = true;
        const side = wide < high ? "x" : "y";
        const far = Math.min(wide, high) * 0.9 * ((wide < high ? across : down) < 0 ? -1 : 1);
        push[n][side] += far;
        push[m][side] -= far;
      }
    }
    if (!crowded) return;
    points.forEach((point, n) => {
      const { aside, over, under } = boxes[n];
      const halfX = Math.max(width / 2 - aside, 0);
      point.x = Math.min(Math.max(point.x + push[n].x, -halfX), halfX);
      point.y = Math.min(Math.max(point.y + push[n].y, over - height / 2), height / 2 - under);
    });
  }
}

/** Fit the rows' places to the window, so that names find room; where there are many, a closer look does that. */
function arrangeWhole() {
  if (entities.length > FEW || !entities.length) return;
  const scale = fitting(entities, BIG).scale;
  const points = centred(entities.map(({ x, y }) => ({ x: x * scale, y: y * scale })));
  unpile(points, roomsFor(entities, scale, room()), room());
  entities.forEach((entity, n) => Object.assign(entity, { x: points[n].x / scale, y: points[n].y / scale }));
}

function centred(points) {
  const middle = (side) => {
    const values = points.map((point) => point[side]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  const x = middle("x"),
    y = middle("y");
  return points.map((point) => ({ x: point.x - x, y: point.y - y }));
}

/** Places of the visible entities in a picture of their own, in pixels around the open one or their middle. */
function ownPicture() {
  const list = entities.filter((entity) => view.entity[entity.id]);
  const window = room();
  const points = springs(list, window.width / window.height);
  const boxes = roomsFor(list, 1, window);
  const area = boxes.reduce((sum, { aside, over, under }) => sum + aside * 2 * (over + under), 0);
  // What is more than fits is drawn larger than the window, and fit() shows it from further away.
  const larger = Math.max(1, Math.sqrt(area / FULL / window.width / window.height));
  unpile(points, boxes, { width: window.width * larger, height: window.height * larger }, 300);
  const open = byKey.get(state.entity);
  const at = list.indexOf(open);
  const origin = open || { x: 0, y: 0 };
  const shift = at < 0 ? { x: 0, y: 0 } : points[at];
  return new Map(
    list.map((entity, n) => [
      entity,
      { x: Math.round(origin.x + points[n].x - shift.x), y: Math.round(origin.y + points[n].y - shift.y) },
    ]),
  );
}

/** Points where linked entities pull each other near and all push each other away; the same for the same list. */
function springs(list, aspect, rounds = 220) {
  const place = new Map(list.map((entity, n) => [entity.id, n]));
  const pairs = [];
  for (const line of lines.values()) {
    if (line.a === line.b || !place.has(line.a) || !place.has(line.b)) continue;
    if (line.relations.some(({ id }) => view.relation[id])) pairs.push([place.get(line.a), place.get(line.b)]);
  }
  const degree = list.map(() => 0);
  for (const [n, m] of pairs) (degree[n] += 1), (degree[m] += 1);
  const points = list.map((entity, n) => {
    const far = entity.key === state.entity ? 0 : 40 * Math.sqrt(n + 1),
      turn = n * 2.399963;
    return { x: Math.cos(turn) * far, y: Math.sin(turn) * far };
  });
  for (let round = 0; round < rounds; round += 1) {
    const force = points.map(({ x, y }) => ({ x: x * -0.06, y: y * -0.06 * aspect * aspect }));
    for (let n = 1; n < points.length; n += 1) {
      for (let m = 0; m < n; m += 1) {
        const x = points[n].x - points[m].x,
          y = points[n].y - points[m].y;
        const push = (REST * REST * 0.8) / Math.max(x * x + y * y, 25);
        force[n].x += x * push;
        force[n].y += y * push;
        force[m].x -= x * push;
        force[m].y -= y * push;
      }
    }
    for (const [n, m] of pairs) {
      const x = points[m].x - points[n].x,
        y = points[m].y - points[n].y;
      const pull = Math.hypot(x, y) / REST;
      force[n].x += x * pull;
      force[n].y += y * pull;
      force[m].x -= x * pull;
      force[m].y -= y * pull;
    }
    const limit = REST * 1.2 * (1 - round / rounds) + 0.5;
    points.forEach((point, n) => {
      const size = Math.hypot(force[n].x, force[n].y) || 1;
      const step = (Math.min(size, limit) / size) * 0.5;
      point.x += force[n].x * step;
      point.y += force[n].y * step;
    });
  }
  return centred(points);
}
