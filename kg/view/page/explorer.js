// Served by kg serve: what this page does not hold is asked for there.

const SETTLED_MS = 150;
const MOST_CENTRES = 8;
let lastAsked = 0;

/** The address of the picture around the entity of this IRI, beside those around which this one is. */
function around(iri) {
  const centres = new URLSearchParams(location.search).getAll("entity").filter((other) => other !== iri);
  const query = new URLSearchParams([...centres.slice(1 - MOST_CENTRES), iri].map((one) => ["entity", one]));
  return `/graph?${query}#entity=${encoded(iri)}`;
}

/** The address of an entity's own page. */
function pageOf(entity) {
  const iri = iriOf(entity);
  const tail = iri.startsWith(core.base) ? iri.slice(core.base.length) : "";
  return /^[/\\]|[\u0000-\u0020\\]/.test(tail) || !tail ? null : `/${tail}`;
}

/** Entities of the store whose names contain `text` and that are not on this page, once typing has paused. */
async function namesElsewhere(text) {
  lastAsked += 1;
  const turn = lastAsked;
  await new Promise((done) => setTimeout(done, SETTLED_MS));
  if (turn !== lastAsked) return [];
  const answer = await fetch(`/names?${new URLSearchParams({ q: text.trim() })}`);
  if (!answer.ok) return [];
  const { names } = await answer.json();
  const here = new Set(entities.map(iriOf));
  return names
    .filter(({ iri }) => !here.has(iri))
    .slice(0, MOST_FOUND)
    .map(({ iri, label, types }) => ({ iri, label, type: types[0], elsewhere: true }));
}

/** Ways to what the store says of an entity beyond this page. */
function storeLinks(entity) {
  if (!core.served) return null;
  const page = pageOf(entity);
  return el(
    "p",
    { class: "quiet store" },
    el("a", { href: around(iriOf(entity)) }, "Load what is around it"),
    page ? [" · ", el("a", { href: page, target: "_top" }, "All that is said of it")] : null,
  );
}
