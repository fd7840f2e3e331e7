// Legend, filters and the list of what is visible: the picture in words.

const filterBox = document.getElementById("filters");
const listBox = document.getElementById("list");
const MOST_LISTED = 100;

/** What each filter would count in the whole graph. */
const totals = (() => {
  const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  const types = new Map(),
    kinds = new Map(),
    other = new Map();
  for (const entity of entities) add(types, entity.type);
  for (const relation of relations) add(kinds, relation.label);
  for (const claim of claims) if (claim.status !== "asserted") add(other, claim.status);
  const alone = entities.filter((entity) => !entity.touching.length).length;
  return { types, kinds, other, alone };
})();

/** On a phone the filters are folded away; their kinds stay in sight as a legend. */
function drawLegend() {
  const item = (type) =>
    el("li", {}, icon(type), words(type), " ", el("span", { class: "count" }, number(totals.types.get(type))));
  document.getElementById("legend").replaceChildren(...core.classes.map(item));
}

function startFilters() {
  drawLegend();
  filterBox.append(
    group(
      "Kinds",
      core.classes.map((type) =>
        toggle("types", type, [icon(type), words(type)], totals.types.get(type), core.classes),
      ),
    ),
    group(
      "Relations",
      [...totals.kinds]
        .sort((a, b) => b[1] - a[1] || order(a[0], b[0]))
        .map(([kind, many]) => toggle("relations", kind, relationLabel(kind), many, [...totals.kinds.keys()])),
    ),
    group("Confidence at least", [slider()]),
    group("Period", [period("from", "From"), period("to", "To")]),
    group("Articles", [articleChooser()]),
    group("Also show", [extra(), lonely()]),
    el("div", { id: "hidden-names" }),
    el(
      "p",
      {},
      button(
        "Reset filters",
        () => {
          commit({ ...START, entity: state.entity, theme: state.theme });
          fit();
        },
        { id: "reset" },
      ),
    ),
  );
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.addEventListener("click", () => openTab(tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = document.querySelector("[role=tab][aria-selected=false]");
      openTab(other);
      other.focus();
    });
  }
}

function group(title, content) {
  return el("fieldset", {}, el("legend", {}, title), content);
}

function box(label, many, checked, onchange, data = {}) {
  return el(
    "label",
    { class: "choice" },
    el("input", { type: "checkbox", checked, onchange, ...data }),
    el("span", { class: "what" }, label),
    many === null ? null : el("span", { class: "count" }, number(many)),
  );
}

/** A checkbox that takes `value` out of the picture when it is not checked, and a button that leaves it alone in it. */
function toggle(list, value, label, many, all) {
  const only = () => {
    const others = all.filter((other) => other !== value);
    commit({ [list]: state[list].length === others.length && !state[list].includes(value) ? [] : others });
  };
  return el(
    "div",
    { class: "toggle" },
    box(label, many, true, () => commit({ [list]: flip(state[list], value) }), {
      "data-list": list,
      "data-value": value,
    }),
    button("only", only, { class: "only", "aria-label": `Only ${words(value)}` }),
  );
}

function slider() {
  const input = el("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.05,
    value: 0,
    id: "confidence",
    "aria-label": "Lowest confidence",
    onchange: () => commit({ confidence: Number(input.value) }),
    oninput: () => {
      shown.textContent = Number(input.value).toFixed(2);
    },
  });
  const shown = el("output", { for: "confidence" }, "0.00");
  return el("div", { class: "slide" }, input, shown);
}

function period(end, label) {
  const input = el("input", {
    type: "text",
    id: `time-${end}`,
    size: 10,
    placeholder: "2023-05",
    pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?",
    title: "A year, month or day: 2023, 2023-05, 2023-05-15",
    onchange: () => input.reportValidity() && commit({ [end]: input.value.trim() }),
  });
  return el("label", { class: "time" }, label, " ", input);
}

function articleChooser() {
  const shown = el("div", { class: "articles" });
  const field = el("input", {
    type: "text",
    "aria-label": "Find an article",
    placeholder: "All articles",
    oninput: () => list(),
  });
  const list = () => {
    const typed = folded(field.value);
    const chosen = articles.filter((article) => state.articles.includes(article.id));
    const others = articles.filter(
      (article) =>
        !state.articles.includes(article.id) &&
        folded(`${article.title} ${article.id} ${article.publisher}`).includes(typed),
    );
    shown.replaceChildren(
      ...[...chosen, ...others.slice(0, 8)].map((article) =>
        box(
          name(articleTitle(article), 60),
          null,
          state.articles.includes(article.id),
          () => commit({ articles: flip(state.articles, article.id) }),
          { "data-article": article.id },
        ),
      ),
    );
    if (others.length > 8) shown.append(el("p", { class: "quiet" }, `and ${number(others.length - 8)} more`));
  };
  articleChooser.refresh = list;
  list();
  return el("div", {}, articles.length > 8 ? field : null, shown);
}

function extra() {
  const kinds = [...totals.other.keys()].sort().map(words).join(", ");
  const many = [...totals.other.values()].reduce((sum, n) => sum + n, 0);
  return box(
    ["Not asserted", kinds ? el("span", { class: "quiet" }, ` ${kinds}`) : null],
    many,
    false,
    () => commit({ unasserted: !state.unasserted }),
    { id: "unasserted" },
  );
}

function lonely() {
  return box("Entities without relations", totals.alone, true, () => commit({ alone: !state.alone }), { id: "alone" });
}

/** Bring the boxes in line with the state. */
function refreshFilters() {
  for (const input of filterBox.querySelectorAll("[data-list]"))
    input.checked = !state[input.dataset.list].includes(input.dataset.value);
  filterBox.querySelector("#confidence").value = state.confidence;
  filterBox.querySelector("output").textContent = state.confidence.toFixed(2);
  filterBox.querySelector("#time-from").value = state.from;
  filterBox.querySelector("#time-to").value = state.to;
  filterBox.querySelector("#unasserted").checked = state.unasserted;
  filterBox.querySelector("#alone").checked = state.alone;
  keepFocus(filterBox, () => {
    articleChooser.refresh();
    showHidden();
  });
  if (!listBox.hidden) refreshList();
}

/** Names that were hidden, each with a button that brings it back. */
function showHidden() {
  const hidden = state.hidden.map((key) => byKey.get(key)).filter(Boolean);
  document.getElementById("hidden-names").replaceChildren(
    ...(hidden.length
      ? [
          group(
            "Hidden",
            hidden.map((entity) =>
              el(
                "div",
                { class: "choice" },
                icon(entity.type),
                el("span", { class: "what" }, name(entity.label, 40)),
                button("Show", () => commit({ hidden: state.hidden.filter((key) => key !== entity.key) }), {
                  "aria-label": `Show ${short(entity.label, 60)}`,
                }),
              ),
            ),
          ),
        ]
      : []),
  );
}

function openTab(tab) {
  for (const other of document.querySelectorAll("[role=tab]")) {
    const on = other === tab;
    other.setAttribute("aria-selected", String(on));
    other.tabIndex = on ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !on;
  }
  if (!listBox.hidden) refreshList();
}

/** Every visible entity, the most connected first: the way into the graph without the picture. */
function refreshList() {
  const shown = entities.filter((entity) => view.entity[entity.id]).sort((a, b) => b.size - a.size || a.id - b.id);
  const item = (entity) =>
    el("li", {}, entityLink(entity), el("span", { class: "count" }, number(neighbours(entity).length)));
  const more = (from) =>
    button(`Show ${number(Math.min(MOST_LISTED, shown.length - from))} more`, (event) => {
      event.target.remove();
      list.append(...shown.slice(from, from + MOST_LISTED).map(item));
      if (shown.length > from + MOST_LISTED) listBox.append(more(from + MOST_LISTED));
    });
  const list = el("ul", { class: "plain" }, shown.slice(0, MOST_LISTED).map(item));
  listBox.replaceChildren(
    el("p", { class: "quiet" }, `${count(shown.length, "entity", "entities")}, with their number of neighbours`),
    list,
  );
  if (shown.length > MOST_LISTED) listBox.append(more(MOST_LISTED));
}
