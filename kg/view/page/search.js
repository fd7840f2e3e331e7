// Search with completion: exact names first, then beginnings, then parts; names before other names, big before small.

const MOST_FOUND = 12;
let folds = null;

function foldedNames() {
  folds ||= entities.map((entity) => ({ entity, label: folded(entity.label), names: entity.names.map(folded) }));
  return folds;
}

/** How well a folded name fits what was typed: 0 best, 9 not at all. */
function fitness(name, typed) {
  if (name === typed) return 0;
  if (name.startsWith(typed)) return 2;
  const at = name.indexOf(" " + typed);
  if (at >= 0) return 4;
  return name.includes(typed) ? 6 : 9;
}

/** Entities that fit `text`, best first: [{entity, alias}], alias the other name that fits better than the label. */
function search(text) {
  const typed = folded(text);
  const wanted = text.trim();
  const found = [];
  for (const { entity, label, names } of foldedNames()) {
    let best = entity.label === wanted ? -2 : typed ? fitness(label, typed) : entity.label.includes(wanted) ? 6 : 9;
    let alias = null;
    for (let n = 0; n < names.length; n += 1) {
      const rank = entity.names[n] === wanted ? -1 : typed ? fitness(names[n], typed) + 1 : 9;
      if (rank < best) [best, alias] = [rank, entity.names[n]];
    }
    if (best < 9) found.push({ entity, alias, best });
  }
  return found.sort((a, b) => a.best - b.best || b.entity.size - a.entity.size || a.entity.id - b.entity.id);
}

/** Make a text field with a list of names below it; `choose` gets the entity. */
function completion(field, list, choose) {
  let active = -1;
  let found = [];
  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (n) => {
    active = n;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === n)));
    const item = list.children[n];
    if (!item) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const pick = (entity) => {
    close();
    choose(entity);
  };
  const show = () => {
    found = field.value.trim() ? search(field.value) : [];
    const shown = found.slice(0, MOST_FOUND);
    list.replaceChildren(
      ...shown.map(({ entity, alias }, n) =>
        el(
          "li",
          {
            role: "option",
            id: `${list.id}-${n}`,
            "aria-selected": "false",
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => pick(entity),
          },
          icon(entity.type),
          el("span", { class: "label" }, name(entity.label, 60)),
          el("span", { class: "quiet" }, alias ? ["also ", name(alias, 40)] : words(entity.type)),
        ),
      ),
    );
    if (field.value.trim() && found.length !== shown.length)
      list.append(
        el(
          "li",
          { class: "quiet", role: "option", "aria-disabled": "true" },
          `and ${number(found.length - shown.length)} more`,
        ),
      );
    if (field.value.trim() && !found.length)
      list.append(el("li", { class: "quiet", role: "option", "aria-disabled": "true" }, "No such name"));
    list.hidden = !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    found = shown;
  };
  field.addEventListener("input", show);
  field.addEventListener("focus", () => field.value.trim() && show());
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      if (list.hidden) show();
      if (found.length)
        mark(active < 0 ? (move > 0 ? 0 : found.length - 1) : (active + move + found.length) % found.length);
    } else if (event.key === "Enter" && found.length && !list.hidden) {
      event.preventDefault();
      pick(found[Math.max(active, 0)].entity);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
}

function startSearch() {
  const field = document.getElementById("search");
  completion(field, document.getElementById("found"), (entity) => {
    field.value = entity.label.length > 120 ? "" : entity.label;
    openEntity(entity, { move: true, focus: true });
  });
}
