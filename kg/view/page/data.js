// The rows that Python wrote, and what follows from them.

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const core = block("data-core");
const entities = block("data-nodes");
const relations = block("data-edges");
const articles = core.articles.map(([id, title, date, publisher, url]) => ({ id, title, date, publisher, url }));
const claims = core.claims.map(([relation, sentence, status, confidence, role, speaker], id) => ({
  id,
  relation,
  sentence,
  status,
  confidence,
  role,
  speaker,
  article: core.sentenceArticle[sentence],
}));
const byKey = new Map(entities.map((entity) => [entity.key, entity]));
const symmetric = new Set(core.symmetric);

/** Lines of the picture: one between two entities, whatever is said between them. */
const lines = new Map();

for (const entity of entities) {
  entity.type = entity.types[0];
  entity.touching = [];
}
for (const relation of relations) {
  relation.claims = [];
  const [a, b] = relation.from < relation.to ? [relation.from, relation.to] : [relation.to, relation.from];
  const id = `${a}-${b}`;
  if (!lines.has(id)) lines.set(id, { id, a, b, relations: [] });
  relation.line = lines.get(id);
  relation.line.relations.push(relation);
  entities[relation.from].touching.push(relation);
  if (relation.to !== relation.from) entities[relation.to].touching.push(relation);
}
for (const claim of claims) relations[claim.relation].claims.push(claim);

/** Entities by importance, two of each community before all others, so that an overview shows every region. */
const byImportance = (() => {
  const order = entities.slice().sort((one, other) => other.size - one.size || one.id - other.id);
  const seen = new Map();
  const first = [],
    rest = [];
  for (const entity of order) {
    const rank = seen.get(entity.group) || 0;
    seen.set(entity.group, rank + 1);
    (rank < 2 && entity.touching.length > 1 ? first : rest).push(entity);
  }
  return first.concat(rest);
})();

/** The line between the entities of two keys, if there is one. */
function lineOf(keys) {
  const ids = keys.map((key) => byKey.get(key).id).sort((one, other) => one - other);
  return lines.get(ids.join("-"));
}

/** The address of an entity in the graph's RDF. */
function iriOf(entity) {
  return entity.iri || core.base + entity.key;
}

function relationLabel(local) {
  return plain(Object.hasOwn(core.relations, local) ? core.relations[local] : words(local));
}

function metricLabel(local) {
  return plain(Object.hasOwn(core.metrics, local) ? core.metrics[local] : words(local));
}

function articleTitle(article) {
  return article.title || article.id;
}

let evidence = null;

/** Sentences, figures, conflicts and merges: read when first asked for. */
function loadEvidence() {
  evidence ||= readEvidence();
  return evidence;
}

async function readEvidence() {
  let raw = block("data-evidence");
  if (raw.deflate !== undefined) {
    const bytes = Uint8Array.from(atob(raw.deflate), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    raw = JSON.parse(await new Response(stream).text());
  }
  const figures = raw.figures.map((row, id) => {
    const [entity, metric, value, unit, period, condition, sentence, status, confidence, speaker, begin, end] = row;
    const article = core.sentenceArticle[sentence];
    return {
      id,
      entity,
      metric,
      value,
      unit,
      period,
      condition,
      sentence,
      status,
      confidence,
      speaker,
      begin,
      end,
      article,
    };
  });
  const figuresOf = new Map();
  for (const figure of figures) {
    if (!figuresOf.has(figure.entity)) figuresOf.set(figure.entity, []);
    figuresOf.get(figure.entity).push(figure);
  }
  const conflicts = raw.conflicts.map(([entity, about, reason, rows]) => ({
    entity,
    about,
    reason,
    said: rows.map(([figure, row]) => (figure ? figures[row] : claims[row])),
  }));
  return { sentences: raw.sentences, figures, figuresOf, conflicts, merges: raw.merges };
}
