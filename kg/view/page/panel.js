// The details beside the picture: of the whole graph, an entity, or a line between two.

const panel = document.getElementById("panel");
let panelFor = "";
let focusNext = false;

function openEntity(entity, { move = false, focus = false } = {}) {
  focusNext = focus;
  const hidden = state.hidden.filter((key) => key !== entity.key);
  const types = state.types.filter((type) => type !== entity.type);
  commit({ entity: entity.key, line: null, path: null, hidden, types });
  if (move && view.entity[entity.id]) approach(entity);
}

function openLine(line) {
  commit({ line: [entities[line.a].key, entities[line.b].key], path: null });
}

/** On a narrow screen: what the graph is made of, over the picture. */
function showAbout(open) {
  document.body.classList.toggle("overview", open);
  document.getElementById("open-about").setAttribute("aria-expanded", String(open));
  if (open) panel.querySelector("h2")?.focus({ preventScroll: true });
}

function closePanel() {
  if (document.body.classList.contains("overview")) {
    showAbout(false);
    return document.getElementById("open-about").focus();
  }
  commit({ entity: null, line: null, path: null, near: 0 });
  stage.box.focus({ preventScroll: true });
}

async function drawPanel() {
  const wanted = JSON.stringify({ ...state, pinned: Object.keys(state.pinned) });
  if (wanted === panelFor) return;
  panelFor = wanted;
  const whole = !(state.path || state.line || state.entity);
  const known = whole && !core.conflicts ? null : await loadEvidence();
  if (panelFor !== wanted) return;
  const way = state.path ? pathPanel(known) : null;
  const line = state.line && lineOf(state.line);
  const entity = byKey.get(state.entity);
  const content = way || (line ? linePanel(known, line) : entity ? entityPanel(known, entity) : wholePanel(known));
  const title = panel.querySelector("h2")?.textContent;
  const scrolled = panel.scrollTop;
  keepFocus(panel, () => panel.replaceChildren(...content.filter(Boolean)));
  panel.scrollTop = panel.querySelector("h2").textContent === title ? scrolled : 0;
  if (focusNext) panel.querySelector("h2")?.focus({ preventScroll: true });
  focusNext = false;
}

function heading(...content) {
  return el(
    "header",
    {},
    el("h2", { tabindex: -1 }, content),
    button("×", closePanel, { class: "close", "aria-label": "Close details" }),
  );
}

function wholePanel(known) {
  const best = entities
    .filter((entity) => view.entity[entity.id])
    .sort((a, b) => b.size - a.size || a.id - b.id)
    .slice(0, 10);
  const newest = articles.slice().sort((a, b) => order(b.date, a.date) || order(a.id, b.id));
  return [
    Object.assign(heading("This graph"), { className: "whole" }),
    el(
      "p",
      { class: "lead" },
      `${count(entities.length, "entity", "entities")}, ${count(relations.length, "relation")} and ${count(core.figures, "figure")} from ${count(articles.length, "article")}, each with the sentence that says it. Search for a name, or click a node or a line.`,
    ),
    core.entities > entities.length
      ? el(
          "p",
          { class: "notice" },
          `This page holds the ${number(entities.length)} most important of ${number(core.entities)} entities; the explorer (kg serve) has them all.`,
        )
      : null,
    core.about.length
      ? el(
          "dl",
          { class: "about" },
          core.about.map(([key, value]) => [el("dt", {}, short(key, 60)), el("dd", {}, short(value, 300))]),
        )
      : null,
    el(
      "section",
      {},
      el("h3", {}, "Most connected"),
      el(
        "ul",
        { class: "plain" },
        best.map((entity) => el("li", {}, entityLink(entity))),
      ),
    ),
    core.conflicts
      ? el(
          "section",
          {},
          el("h3", {}, "Disagreements"),
          firstOf(known.conflicts, 5, (conflict) => conflictBox(known, conflict, true)),
        )
      : null,
    el("section", {}, el("h3", {}, "Articles"), el("ul", { class: "plain" }, firstOf(newest, 10, articleItem))),
  ];
}

function articleItem(article) {
  const facts = [article.publisher, article.date].filter(Boolean).map(plain).join(", ");
  return el("li", {}, articleLink(article), facts ? el("span", { class: "quiet" }, ` ${facts}`) : null);
}

function conflictBox(known, conflict, named) {
  const about = Object.hasOwn(core.metrics, conflict.about)
    ? metricLabel(conflict.about)
    : relationLabel(conflict.about);
  return el(
    "div",
    { class: "conflict" },
    el(
      named ? "h4" : "h3",
      {},
      "Sources disagree",
      named ? [" on ", entityLink(entities[conflict.entity])] : null,
      ": ",
      about,
    ),
    el("p", {}, short(conflict.reason, 400)),
    firstOf(conflict.said, 6, (said) =>
      said.metric === undefined
        ? claimSource(known, said)
        : el("div", {}, el("strong", {}, number(said.value), " ", plain(said.unit)), figureSource(known, said)),
    ),
  );
}
