// The details of a line between two entities, and of the shortest path from one to another.

function linePanel(known, line) {
  const passes = claimFilter();
  const items = line.relations
    .map((relation) => ({ relation, said: relation.claims.filter(passes) }))
    .filter(({ said }) => said.length);
  const missing =
    line.relations.reduce((sum, relation) => sum + relation.claims.length, 0) -
    items.reduce((sum, { said }) => sum + said.length, 0);
  return [
    heading(name(entities[line.a].label, 70), " and ", name(entities[line.b].label, 70)),
    el("p", { class: "kind" }, entityLink(entities[line.a]), " ", entityLink(entities[line.b])),
    leftOut(missing),
    items.map(({ relation, said }) =>
      el(
        "section",
        {},
        el("h3", { class: "said" }, sentence(relation)),
        el(
          "ul",
          { class: "kinds" },
          firstOf(said, 20, (claim) =>
            el(
              "li",
              claim.status === "asserted" ? {} : { class: "unasserted" },
              claim.role || claim.status !== "asserted"
                ? el(
                    "div",
                    { class: "fact" },
                    claim.role ? el("span", { class: "role" }, name(claim.role, 120)) : null,
                    status(claim.status),
                  )
                : null,
              claimSource(known, claim),
            ),
          ),
        ),
      ),
    ),
  ].flat();
}

/** "Haval makes H6" as pieces. */
function sentence(relation) {
  const verb = el("span", { class: "verb" }, ` ${relationLabel(relation.label)} `);
  return [name(entities[relation.from].label, 60), verb, name(entities[relation.to].label, 60)];
}

/** Ask below the actions for the other end of a path. */
function pathField(entity) {
  if (document.getElementById("path-end")) return document.getElementById("path-end").focus();
  const field = el("input", {
    type: "text",
    id: "path-end",
    role: "combobox",
    "aria-label": `Shortest path from ${short(entity.label, 60)} to`,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "path-found",
    autocomplete: "off",
    placeholder: "To which entity?",
  });
  const list = el("ul", { id: "path-found", role: "listbox", "aria-label": "Names found", hidden: true });
  completion(field, list, (other) => {
    focusNext = true;
    commit({ path: [entity.key, other.key], line: null });
    fitPath();
  });
  const box = el("div", { class: "finder path" }, field, list);
  document.getElementById("path-to").setAttribute("aria-expanded", "true");
  panel.querySelector(".actions").after(box);
  field.focus();
}

function fitPath() {
  fit(focusPath(), 1.2);
}

function pathPanel(known) {
  const [from, to] = state.path.map((key) => byKey.get(key));
  const way = focusPath();
  const hops = way.slice(1).map((entity, n) => [way[n], entity]);
  return [
    heading("From ", name(from.label, 60), " to ", name(to.label, 60)),
    way.length
      ? el("p", { class: "kind" }, count(hops.length, "step"))
      : el("p", { class: "notice" }, noWay()),
    el(
      "p",
      { class: "actions" },
      button("Back", () => commit({ path: null })),
    ),
    ...hops.map(([one, other]) =>
      el(
        "section",
        {},
        el("h3", { class: "said" }, entityLink(one), " – ", entityLink(other)),
        hopItems(known, one, other),
      ),
    ),
  ];
}

function noWay() {
  const all = view.entities === entities.length && view.relations === relations.length;
  return all
    ? "No relations lead from one to the other."
    : "No relations in view lead from one to the other; fewer filters may show some.";
}

function hopItems(known, one, other) {
  const passes = claimFilter();
  const id = `${Math.min(one.id, other.id)}-${Math.max(one.id, other.id)}`;
  const shown = lines.get(id).relations.filter((relation) => view.relation[relation.id]);
  return shown.map((relation) => {
    const claim = relation.claims.find(passes);
    const odd = claim.status === "asserted" ? "" : " unasserted";
    return el(
      "div",
      { class: `hop${odd}` },
      el("p", { class: "fact" }, sentence(relation), status(claim.status)),
      claimSource(known, claim),
    );
  });
}
