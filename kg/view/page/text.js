// Text and elements. What came from an article reaches the page through text nodes alone.

const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB]/g;

/** `text` on one line; controls that would reorder or hide what follows show as one � each. */
function plain(text) {
  return String(text)
    .replace(/[\t\n\r\u2028\u2029]/g, " ")
    .replace(CONTROL, "\uFFFD");
}

/** `text` in at most `limit` characters. */
function short(text, limit) {
  const shown = plain(text);
  if (shown.length <= limit) return shown;
  const cut = Array.from(shown.slice(0, limit * 2));
  return cut.length <= limit ? cut.join("") : cut.slice(0, limit - 1).join("") + "…";
}

/** A name within a sentence of the page: kept apart from the direction of what is around it. */
function name(text, limit = 90) {
  const node = document.createElement("bdi");
  node.textContent = short(text, limit);
  if (node.textContent !== text) node.title = short(text, 400);
  return node;
}

/** A new element; `attributes` are set as such, `on…` as listeners, children are elements or text. */
function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

/** Do `work`, which rebuilds what is in `box`; the focus stays on the control of the same name, or in its place. */
function keepFocus(box, work) {
  const controls = () => [...box.querySelectorAll("a, button, input, select, [tabindex]")];
  const named = (node) => node.dataset.article || node.getAttribute("aria-label") || node.textContent;
  const before = document.activeElement;
  const at = controls().indexOf(before);
  work();
  if (at < 0 || box.contains(document.activeElement)) return;
  const now = controls();
  (now.find((node) => named(node) === named(before)) || now[at] || box).focus({ preventScroll: true });
}

/** "worksFor" → "works for". */
function words(local) {
  return plain(local)
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const rough = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** "139,800", "1 entity", "2 entities". */
function number(value) {
  return typeof value === "number" ? grouped.format(value) : plain(value);
}

function count(value, one, many = one + "s") {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** Lower case without accents and punctuation, for comparing names. */
function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]+/gu, " ")
    .trim();
}
