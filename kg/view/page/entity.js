// The details of an entity, and what can be done with it.

function entityPanel(known, entity) {
  return [
    heading(name(entity.label, 140)),
    el(
      "p",
      { class: "kind" },
      entity.types.map((type) => el("span", { class: "chip" }, icon(type), words(type))),
    ),
    entity.names.length
      ? el(
          "p",
          { class: "aliases" },
          "Also written ",
          entity.names.map((alias, n) => [n ? ", " : "", name(alias, 60)]),
        )
      : null,
    actions(entity),
    storeLinks(entity),
    view.entity[entity.id] ? null : el("p", { class: "notice" }, "The filters leave this out of the picture."),
    known.conflicts
      .filter((conflict) => conflict.entity === entity.id)
      .map((conflict) => conflictBox(known, conflict, false)),
    relationSection(known, entity),
    figureSection(known, entity),
    mergeSection(known, entity),
    el(
      "section",
      {},
      el("h3", {}, "Named in ", el("span", { class: "count" }, count(entity.articles.length, "article"))),
      el(
        "ul",
        { class: "plain" },
        firstOf(
          entity.articles.map((n) => articles[n]),
          8,
          articleItem,
        ),
      ),
    ),
  ].flat();
}

function actions(entity) {
  const pressed = (on) => ({ "aria-pressed": String(on) });
  const near = el(
    "select",
    {
      "aria-label": "Show only what is near",
      onchange: (event) => {
        commit({ near: Number(event.target.value) });
        fit();
      },
    },
    ["Whole graph", "1 step around", "2 steps around", "3 steps around"].map((text, n) =>
      el("option", { value: n, selected: state.near === n }, text),
    ),
  );
  return el(
    "div",
    { class: "actions", role: "toolbar", "aria-label": "What to do with this entity" },
    near,
    button("Path to…", () => pathField(entity), { "aria-expanded": "false", id: "path-to" }),
    button("Expand", () => unfold(entity), pressed(state.expanded.includes(entity.key))),
    button(
      "Collapse",
      () => commit({ collapsed: flip(state.collapsed, entity.key) }),
      pressed(state.collapsed.includes(entity.key)),
    ),
    button("Pin", () => pin(entity), pressed(Boolean(state.pinned[entity.key]))),
    button("Hide", () => hide(entity)),
    button("Centre", () => centre(entity)),
  );
}

function unfold(entity) {
  commit({
    expanded: flip(state.expanded, entity.key),
    collapsed: state.collapsed.filter((key) => key !== entity.key),
  });
}

function pin(entity) {
  const pinned = { ...state.pinned };
  if (pinned[entity.key]) delete pinned[entity.key];
  else pinned[entity.key] = unframed(place(entity));
  commit({ pinned });
}

function hide(entity) {
  commit({ hidden: [...state.hidden, entity.key], entity: null, near: 0 });
}

/** Relations by kind and direction; each with the entity at the other end and who says so. */
function relationSection(known, entity) {
  const passes = claimFilter();
  const groups = new Map();
  let missing = 0;
  for (const relation of entity.touching) {
    const said = relation.claims.filter(passes);
    missing += relation.claims.length - said.length;
    if (!said.length || state.relations.includes(relation.label)) continue;
    const out = relation.from === entity.id || symmetric.has(relation.label);
    const key = `${relation.label} ${out}`;
    if (!groups.has(key)) groups.set(key, { label: relation.label, out, items: [] });
    groups.get(key).items.push({ relation, said });
  }
  const total = [...groups.values()].reduce((sum, { items }) => sum + items.length, 0);
  const sorted = [...groups.values()].sort((a, b) => Number(b.out) - Number(a.out) || order(a.label, b.label));
  return el(
    "section",
    {},
    el("h3", {}, "Relations ", el("span", { class: "count" }, number(total))),
    total ? null : el("p", { class: "quiet" }, "None."),
    leftOut(missing),
    sorted.map(({ label, out, items }) =>
      el(
        "div",
        { class: "kinds" },
        direction(label, out, entity),
        el(
          "ul",
          {},
          firstOf(bySentence(items), 12, (group) => relationItem(known, entity, group)),
        ),
      ),
    ),
  );
}

function direction(label, out, entity) {
  const self = name(entity.label, 40);
  if (symmetric.has(label)) return el("h4", {}, relationLabel(label));
  return out
    ? el("h4", {}, relationLabel(label), el("span", { class: "way" }, " →"))
    : el("h4", {}, el("span", { class: "way" }, "… "), relationLabel(label), " ", self);
}

/** Relations said by one and the same sentence together, so that it stands there once. */
function bySentence(items) {
  const groups = new Map();
  for (const { relation, said } of items) {
    const [best, ...rest] = said.slice().sort((a, b) => b.confidence - a.confidence || a.id - b.id);
    const key = rest.length
      ? `alone ${best.id}`
      : [best.sentence, best.status, best.confidence, best.speaker].join(" ");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ relation, said, best, rest });
  }
  return [...groups.values()];
}

function relationItem(known, entity, group) {
  const { best, rest } = group[0];
  const ends = group.map(({ relation }) => (relation.from === entity.id ? relation.to : relation.from));
  return el(
    "li",
    group[0].said.every((claim) => claim.status !== "asserted") ? { class: "unasserted" } : {},
    el(
      "div",
      { class: "facts" },
      group.map(({ said }, n) => fact(entities[ends[n]], said)),
    ),
    source(known, best, marksOf(known, best.sentence, [entity.id, ...ends])),
    rest.length ? firstOf(rest, 0, (claim) => claimSource(known, claim)) : null,
  );
}

function fact(other, said) {
  const roles = [...new Set(said.map((claim) => claim.role).filter(Boolean))];
  const role = roles.map((text, n) => [n ? "; " : "", name(text, 120)]);
  return el(
    "div",
    { class: "fact" },
    entityLink(other),
    roles.length ? el("span", { class: "role" }, role) : null,
    [...new Set(said.map((claim) => claim.status))].map(status),
  );
}

function mergeSection(known, entity) {
  const merges = known.merges[entity.id];
  if (!merges) return null;
  return el(
    "section",
    {},
    el("h3", {}, "Why these names are one"),
    el(
      "ul",
      { class: "plain merges" },
      firstOf(merges, 8, ([left, right, reason]) =>
        el("li", {}, name(left, 60), " = ", name(right, 60), el("span", { class: "quiet" }, ` ${short(reason, 200)}`)),
      ),
    ),
  );
}
