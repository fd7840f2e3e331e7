// The query that finds in the graph's store the statements that the page shows.

const PREFIXES = [
  ["kg", core.ontology],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["dcterms", "http://purl.org/dc/terms/"],
  ["nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"],
];

/** An IRI in a query; what may not stand there is escaped. */
function iri(text) {
  return `<${text.replace(/[\u0000-\u0020<>"{}|\\^`]/g, (letter) => encodeURIComponent(letter))}>`;
}

function entityIri(entity) {
  return iri(iriOf(entity));
}

function term(local) {
  return /^[A-Za-z]\w*$/.test(local) ? `kg:${local}` : iri(core.ontology + encodeURIComponent(local));
}

function literal(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

function sparql() {
  const body = [
    "?statement a rdf:Statement ;",
    "  rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;",
    "  kg:confidence ?confidence ; prov:wasDerivedFrom ?source .",
    "?source nif:anchorOf ?sentence ; nif:referenceContext ?article .",
    "?article dcterms:identifier ?id .",
    "OPTIONAL { ?statement kg:role ?role }",
    "OPTIONAL { ?article dcterms:date ?date }",
    ...claimConditions(),
    ...entityConditions(),
    ...focusConditions(),
  ];
  return [
    ...PREFIXES.map(([prefix, value]) => `PREFIX ${prefix}: <${value}>`),
    "SELECT DISTINCT ?subject ?relation ?object ?role ?confidence ?id ?date ?sentence",
    "WHERE {",
    ...body.map((line) => "  " + line),
    "}",
    "ORDER BY ?subject ?relation ?object ?id ?sentence",
    "",
  ].join("\n");
}

function shownKinds() {
  return [...totals.kinds.keys()].filter((kind) => !state.relations.includes(kind)).sort();
}

/** What the filters ask of a statement. */
function claimConditions() {
  const within = (end, order) =>
    `FILTER(SUBSTR(STR(?date), 1, ${end.length}) ${order} SUBSTR(${literal(end)}, 1, STRLEN(STR(?date))))`;
  return [
    state.unasserted ? "" : "FILTER NOT EXISTS { ?statement kg:status ?status FILTER(STR(?status) != 'asserted') }",
    state.relations.length ? `VALUES ?relation { ${shownKinds().map(term).join(" ")} }` : "",
    state.confidence ? `FILTER(?confidence >= ${state.confidence})` : "",
    state.articles.length ? `VALUES ?id { ${state.articles.map(literal).join(" ")} }` : "",
    state.from ? within(state.from, ">=") : "",
    state.to ? within(state.to, "<=") : "",
  ].filter(Boolean);
}

/** What the filters ask of both ends of a statement. */
function entityConditions() {
  const lines = [];
  if (state.types.length) {
    const shown = core.classes.filter((type) => !state.types.includes(type)).map(term);
    for (const end of ["subject", "object"])
      lines.push(`VALUES ?${end}Type { ${shown.join(" ")} }`, `?${end} a ?${end}Type .`);
  }
  const out = leftOutByHand();
  if (out.length) {
    const list = out.map(entityIri).join(", ");
    lines.push(`FILTER(?subject NOT IN (${list}))`, `FILTER(?object NOT IN (${list}))`);
  }
  return lines;
}

/** Entities that no condition on types tells apart: hidden ones, collapsed ones, and those of two types. */
function leftOutByHand() {
  const off = (type) => state.types.includes(type);
  const hidden = state.hidden.map((key) => byKey.get(key)).filter(Boolean);
  const two = entities.filter(({ types }) => off(types[0]) && !types.every(off));
  return [...new Set([...hidden, ...two, ...view.collapsed])];
}

/** What is open, or near it. */
function focusConditions() {
  const open = byKey.get(state.entity);
  const pairs = (couples) => {
    const both = couples.flatMap(([one, other]) => [`(${one} ${other})`, `(${other} ${one})`]);
    return [`VALUES (?subject ?object) { ${both.join(" ")} }`];
  };
  if (state.path) {
    const way = focusPath().map(entityIri);
    return way.length ? pairs(way.slice(1).map((end, n) => [way[n], end])) : ["FILTER(false)"];
  }
  if (state.line) return pairs([state.line.map((key) => entityIri(byKey.get(key)))]);
  if (open && state.near) return nearConditions(open);
  const own = open && entityIri(open);
  return open ? [`FILTER(?subject = ${own} || ?object = ${own})`] : [];
}

/** Steps over the plain triples where these say the same as the page; otherwise the entities by name. */
function nearConditions(open) {
  const { unasserted, confidence, articles: chosen, from, to, hidden, types, expanded } = state;
  const narrowed = unasserted || confidence || from || to || expanded.length || view.collapsed.length;
  if (narrowed || chosen.length || hidden.length || types.length) {
    const near = entities.filter(({ id }) => view.entity[id]).map(entityIri);
    return ["subject", "object"].map((end) => `VALUES ?${end} { ${near.join(" ")} }`);
  }
  const step = `(${shownKinds()
    .map((kind) => `${term(kind)}|^${term(kind)}`)
    .join("|")})?`;
  const reach = Array(state.near).fill(step).join("/");
  return [`${entityIri(open)} ${reach} ?subject , ?object .`];
}
