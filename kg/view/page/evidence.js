// The sentence behind a claim: its words marked, with article, date and confidence.

/** A sentence with marks; `spans` are [begin, end, entity or null] in Unicode characters. */
function quote(text, spans) {
  const letters = Array.from(text);
  const node = el("blockquote", { dir: "auto" });
  let at = 0;
  for (const [begin, end, entity] of spans.slice().sort((one, other) => one[0] - other[0] || other[1] - one[1])) {
    if (begin < at) continue;
    node.append(plain(letters.slice(at, begin).join("")));
    const mark = el("mark", {}, plain(letters.slice(begin, end).join("")));
    if (entity) mark.style.setProperty("--type", look(entity.type).fill);
    else mark.classList.add("figure");
    node.append(mark);
    at = end;
  }
  node.append(plain(letters.slice(at).join("")));
  return node;
}

/** Marks in sentence number `row` for the entities named in `ids`. */
function marksOf(known, row, ids) {
  const flat = known.sentences[row][1];
  const spans = [];
  for (let n = 0; n < flat.length; n += 3)
    if (ids.includes(flat[n + 2])) spans.push([flat[n], flat[n + 1], entities[flat[n + 2]]]);
  return spans;
}

/** The evidence of a claim or figure as an element. */
function source(known, said, spans) {
  const article = articles[said.article];
  return el(
    "figure",
    { class: "evidence" },
    quote(known.sentences[said.sentence][0], spans),
    el(
      "figcaption",
      {},
      articleLink(article),
      article.date ? [" · ", el("time", { datetime: article.date }, plain(article.date))] : null,
      said.speaker >= 0 ? [" · according to ", entityLink(entities[said.speaker])] : null,
      " · ",
      sure(said.confidence),
    ),
  );
}

function claimSource(known, claim) {
  const relation = relations[claim.relation];
  return source(known, claim, marksOf(known, claim.sentence, [relation.from, relation.to]));
}

function figureSource(known, figure) {
  const spans = marksOf(known, figure.sentence, [figure.entity]);
  if (figure.begin >= 0) spans.push([figure.begin, figure.end, null]);
  return source(known, figure, spans);
}

function articleLink(article) {
  const title = name(articleTitle(article), 80);
  if (!article.url) return el("cite", {}, title);
  return el("cite", {}, el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, title));
}

function sure(confidence) {
  return el(
    "span",
    { class: "sure", title: "How sure the reading is, from 0 to 1" },
    `confidence ${confidence.toFixed(2)}`,
  );
}

function status(value) {
  return value === "asserted" ? null : el("span", { class: "odd" }, words(value));
}

function entityLink(entity) {
  return el(
    "a",
    {
      class: "entity",
      href: "#" + toHash({ ...START, theme: state.theme, entity: entity.key }),
      onclick: (event) => {
        event.preventDefault();
        openEntity(entity, { move: true, focus: true });
      },
    },
    icon(entity.type),
    name(entity.label),
  );
}

/** The first `most` of `items` as elements, and a button that shows the others. */
function firstOf(items, most, show) {
  if (items.length <= most + 1) return items.map(show);
  const more = button(
    `Show ${number(items.length - most)} more`,
    () => more.replaceWith(...items.slice(most).map(show)),
    { class: "more" },
  );
  return [...items.slice(0, most).map(show), more];
}
