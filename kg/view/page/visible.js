// Which entities and relations the filters leave, who is near whom, and the shortest way between two.

const view = {
  entity: new Uint8Array(entities.length),
  relation: new Uint8Array(relations.length),
  entities: 0,
  relations: 0,
  collapsed: [],
};

/** Is a date or period within the chosen time? Without a date nothing is within any. */
function inTime(period) {
  if (!state.from && !state.to) return true;
  if (!period) return false;
  const [begin, end = begin] = period
    .split("/")
    .map((part) => part.replace(/-?Q([1-4])/, (_, q) => `-${String(q * 3 - 2).padStart(2, "0")}`));
  return (
    (!state.from || end.slice(0, state.from.length) >= state.from.slice(0, end.length)) &&
    (!state.to || begin.slice(0, state.to.length) <= state.to.slice(0, begin.length))
  );
}

function claimFilter() {
  const chosen = new Set(state.articles);
  return (claim) =>
    (state.unasserted || claim.status === "asserted") &&
    claim.confidence >= state.confidence &&
    (!chosen.size || chosen.has(articles[claim.article].id)) &&
    inTime(claim.period || articles[claim.article].date);
}

/** Fill `view` from `state`. */
function sift() {
  const passes = claimFilter();
  const types = new Set(state.types),
    kinds = new Set(state.relations),
    hidden = new Set(state.hidden);
  const chosen = new Set(state.articles.map((id) => articles.findIndex((article) => article.id === id)));
  const narrowed = kinds.size || state.confidence || state.from || state.to;
  const linked = new Uint8Array(entities.length),
    once = new Uint8Array(entities.length);
  for (const entity of entities) {
    const gone = types.has(entity.type) || hidden.has(entity.key);
    view.entity[entity.id] = !gone && (!chosen.size || entity.articles.some((n) => chosen.has(n))) ? 1 : 0;
  }
  for (const relation of relations) {
    const shown =
      view.entity[relation.from] &&
      view.entity[relation.to] &&
      !kinds.has(relation.label) &&
      relation.claims.some(passes);
    view.relation[relation.id] = shown ? 1 : 0;
    if (relation.claims.some((claim) => state.unasserted || claim.status === "asserted"))
      once[relation.from] = once[relation.to] = 1;
    if (shown) linked[relation.from] = linked[relation.to] = 1;
  }
  for (const entity of entities) {
    if (linked[entity.id]) continue;
    if ((!state.alone && !once[entity.id]) || (narrowed && !pathOrOpen(entity))) view.entity[entity.id] = 0;
  }
  collapse();
  nearOnly();
  for (const relation of relations) {
    if (!view.entity[relation.from] || !view.entity[relation.to]) view.relation[relation.id] = 0;
  }
  view.entities = view.entity.reduce((sum, one) => sum + one, 0);
  view.relations = view.relation.reduce((sum, one) => sum + one, 0);
}

function pathOrOpen(entity) {
  return entity.key === state.entity || (state.path || []).includes(entity.key);
}

/** Neighbours of `entity` over the relations that are left, each once. */
function neighbours(entity) {
  const found = new Set();
  for (const relation of entity.touching) {
    if (!view.relation[relation.id]) continue;
    const other = relation.from === entity.id ? relation.to : relation.from;
    if (other !== entity.id && view.entity[other]) found.add(other);
  }
  return [...found].map((id) => entities[id]);
}

function collapse() {
  view.collapsed = [];
  for (const key of state.collapsed) {
    const entity = byKey.get(key);
    if (!entity || !view.entity[entity.id]) continue;
    for (const other of neighbours(entity)) {
      if (neighbours(other).length > 1 || pathOrOpen(other)) continue;
      view.entity[other.id] = 0;
      view.collapsed.push(other);
    }
  }
}

function nearOnly() {
  const centre = byKey.get(state.entity);
  if (!state.near || !centre) return;
  const kept = steps(centre, state.near);
  for (const key of state.expanded) {
    const entity = byKey.get(key);
    if (entity && kept.has(entity)) for (const other of neighbours(entity)) kept.set(other, state.near + 1);
  }
  for (const entity of entities) if (!kept.has(entity)) view.entity[entity.id] = 0;
}

/** Entities within `limit` steps of `start`, with the number of steps. */
function steps(start, limit) {
  const found = new Map([[start, 0]]);
  for (const [entity, far] of found) {
    if (far === limit) continue;
    for (const other of neighbours(entity)) if (!found.has(other)) found.set(other, far + 1);
  }
  return found;
}

/** The shortest way from one entity to another as a list of entities, or null. */
function shortestPath(from, to) {
  const before = new Map([[from, null]]);
  for (const [entity] of before) {
    if (entity === to) break;
    for (const other of neighbours(entity)) if (!before.has(other)) before.set(other, entity);
  }
  if (!before.has(to)) return null;
  const way = [];
  for (let entity = to; entity; entity = before.get(entity)) way.unshift(entity);
  return way;
}
