// What the reader has chosen: one plain value, its past (undo) and its form in the address.

const START = Object.freeze({
  entity: null,
  line: null,
  types: [],
  relations: [],
  articles: [],
  from: "",
  to: "",
  confidence: 0,
  unasserted: false,
  alone: true,
  near: 0,
  path: null,
  hidden: [],
  pinned: {},
  expanded: [],
  collapsed: [],
  theme: "",
});
const LISTS = ["types", "relations", "articles", "hidden", "expanded", "collapsed"];

let state = { ...START };
const past = [];
let changed = () => {};

/** Take over `changes`, so that undo can take them back, and draw. */
function commit(changes) {
  const next = { ...state, ...changes };
  if (JSON.stringify(next) === JSON.stringify(state)) return;
  past.push(state);
  if (past.length > 200) past.shift();
  const opened = next.entity !== state.entity || next.line !== state.line;
  state = next;
  remember(opened);
  changed();
}

function undo() {
  if (!past.length) return;
  state = past.pop();
  remember(false);
  changed();
}

function remember(step) {
  const address = "#" + toHash(state);
  if (address === location.hash || (address === "#" && !location.hash)) return;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** A key within the address: slashes stay readable, what separates is escaped. */
function encoded(key) {
  return encodeURIComponent(key).replaceAll("%2F", "/");
}

function toHash(value) {
  const parts = [];
  const add = (key, text) => parts.push(`${key}=${text}`);
  if (value.entity) add("entity", encoded(value.entity));
  if (value.line) add("edge", value.line.map(encoded).join(","));
  if (value.path) add("path", value.path.map(encoded).join(","));
  for (const key of LISTS) if (value[key].length) add(key, value[key].map(encoded).join(","));
  for (const key of ["from", "to", "theme"]) if (value[key]) add(key, encoded(value[key]));
  if (value.confidence) add("confidence", value.confidence);
  if (value.unasserted) add("unasserted", 1);
  if (!value.alone) add("alone", 0);
  if (value.near) add("near", value.near);
  const pins = Object.entries(value.pinned).map(([key, [x, y]]) => `${encoded(key)}@${x}@${y}`);
  if (pins.length) add("pinned", pins.join(","));
  return parts.join("&");
}

/** The state that an address tells; what it says wrongly is left out. */
function fromHash(hash) {
  const value = { ...START, pinned: {} };
  for (const part of hash.replace(/^#/, "").split("&")) {
    const cut = part.indexOf("=");
    if (cut < 1) continue;
    const key = part.slice(0, cut);
    const raw = part.slice(cut + 1);
    const text = decoded(raw);
    const list = raw.split(",").filter(Boolean).map(decoded);
    if (key === "entity") value.entity = findEntity(text)?.key ?? null;
    else if (key === "edge" && pair(list) && lineOf(list)) value.line = list;
    else if (key === "path" && pair(list)) value.path = list;
    else if (LISTS.includes(key)) value[key] = list;
    else if (key === "from" || key === "to") value[key] = text.slice(0, 10);
    else if (key === "confidence") value.confidence = Math.min(Math.max(Number(text) || 0, 0), 1);
    else if (key === "near") value.near = Math.min(Math.max(Math.round(Number(text)) || 0, 0), 9);
    else if (key === "unasserted") value.unasserted = text === "1";
    else if (key === "alone") value.alone = text !== "0";
    else if (key === "theme" && (text === "dark" || text === "light")) value.theme = text;
    else if (key === "pinned") readPins(raw.split(","), value.pinned);
  }
  return value;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pair(list) {
  return list.length === 2 && list.every((key) => byKey.has(key));
}

function readPins(list, pinned) {
  for (const item of list) {
    const [key, x, y] = item.split("@").map(decoded);
    if (byKey.has(key) && Number.isFinite(Number(x)) && Number.isFinite(Number(y)))
      pinned[key] = [Number(x), Number(y)];
  }
}

/** The entity that a key, an address or a name means. */
function findEntity(text) {
  if (text.startsWith(core.base)) return entities.find((entity) => iriOf(entity) === text);
  return byKey.get(text) || entities.find((entity) => entity.label === text);
}

function flip(list, item) {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
