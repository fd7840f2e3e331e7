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

/** Make a text field with a list of names below it; `choose` gets the entity. `more` may find others elsewhere:
 * text → promise of entities. */
function completion(field, list, choose, more = null) {
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
  const option = ({ entity, alias }, n) =>
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
    );
  const remark = (text) => el("li", { class: "quiet", role: "option", "aria-disabled": "true" }, text);
  const fillList = (rows, last) => {
    found = rows;
    list.replaceChildren(...rows.map(option), ...(last ? [remark(last)] : []));
    list.hidden = !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
  };
  const show = () => {
    const typed = field.value;
    const all = typed.trim() ? search(typed) : [];
    const shown = all.slice(0, MOST_FOUND);
    const left = all.length - shown.length;
    const last = left ? `and ${number(left)} more` : typed.trim() && !shown.length ? "No such name" : "";
    fillList(shown, more && typed.trim() && !left ? "Looking further…" : last);
    if (!more || !typed.trim() || left) return;
    more(typed).then((others) => {
      if (field.value !== typed || document.activeElement !== field) return;
      const at = active;
      const rows = [...shown, ...others.map((entity) => ({ entity, alias: null }))];
      fillList(rows, rows.length ? "" : "No such name");
      if (at >= 0) mark(at);
    });
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
    if (entity.elsewhere) location.assign(around(entity.iri));
    else openEntity(entity, { move: true, focus: true });
  }, core.served ? namesElsewhere : null);
}
