// The keyboard: everything that the pointer can do.

/** What is between bars is a key. */
const KEYS = [
  ["|/|", "search"],
  ["|←| |→| |↑| |↓|", "go from entity to entity in the picture"],
  ["|Shift| with an arrow", "move the picture"],
  ["|Enter|", "open the entity"],
  ["|R|", "open the next relation of the open entity"],
  ["|+| |−|", "zoom"],
  ["|0|", "show all"],
  ["|E|", "expand the neighbours, or fold them back"],
  ["|C|", "collapse: hide neighbours that hang on this one alone"],
  ["|1| |2| |3|", "only what is that many steps around"],
  ["|P|", "pin, or let go"],
  ["|H|", "hide"],
  ["|T|", "shortest path to…"],
  ["|U| or |Ctrl|+|Z|", "undo"],
  ["|L|", "list instead of filters"],
  ["|X|", "export"],
  ["|D|", "light or dark"],
  ["|Esc|", "close"],
  ["|?|", "this help"],
];

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("dialog")) return;
    const inPicture = stage.box.contains(event.target);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.matches("input"))
      return act(event, undo);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (inPicture && WAYS[event.key]) return act(event, () => (event.shiftKey ? pan : step)(WAYS[event.key]));
    if (inPicture && event.key === "Enter" && stage.cursor)
      return act(event, () => openEntity(stage.cursor, { focus: true }));
    if (event.key === "Escape" && !event.target.matches("#search")) return act(event, escape);
    if (event.target.matches("input:not([type=checkbox]):not([type=range]), select, textarea")) return;
    const work = commands[event.key] || commands[event.key.toLowerCase()];
    if (work) act(event, work);
  });
}

function act(event, work) {
  event.preventDefault();
  work();
}

function withOpen(work) {
  return () => {
    const entity = byKey.get(state.entity) || stage.cursor;
    if (entity) work(entity);
  };
}

const commands = {
  "/": () => document.getElementById("search").focus(),
  "?": openHelp,
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: () => fit(),
  1: () => near(1),
  2: () => near(2),
  3: () => near(3),
  e: withOpen(unfold),
  c: withOpen((entity) => commit({ collapsed: flip(state.collapsed, entity.key) })),
  p: withOpen(pin),
  h: withOpen(hide),
  t: withOpen((entity) => {
    openEntity(entity);
    drawPanel().then(() => pathField(entity));
  }),
  u: undo,
  x: openExport,
  d: flipTheme,
  r: nextLine,
  l: () => {
    showSide(true);
    openTab(document.getElementById(listBox.hidden ? "tab-list" : "tab-filters"));
    document.querySelector("[role=tab][aria-selected=true]").focus();
  },
};

function escape() {
  if (document.body.classList.contains("side")) showSide(false);
  else if (document.body.matches(".open, .overview")) closePanel();
}

function near(steps) {
  if (!byKey.get(state.entity)) return;
  commit({ near: state.near === steps ? 0 : steps });
  fit();
}

function nextLine() {
  const open = byKey.get(state.entity);
  if (!open) return;
  const own = [
    ...new Set(
      open.touching
        .filter((relation) => view.relation[relation.id] && relation.from !== relation.to)
        .map((relation) => relation.line),
    ),
  ];
  const now = own.findIndex(
    (line) => state.line && state.line.includes(entities[line.a].key) && state.line.includes(entities[line.b].key),
  );
  focusNext = true;
  if (own.length) openLine(own[(now + 1) % own.length]);
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.01), 6) });
  redrawIfOutgrown();
}

function pan([x, y]) {
  const at = network.getViewPosition(),
    far = 90 / network.getScale();
  network.moveTo({ position: { x: at.x + x * far, y: at.y + y * far } });
  redrawIfOutgrown();
}

/** Move the cursor to the nearest drawn entity in a direction. */
function step([x, y]) {
  const drawn = [...stage.drawn.values()];
  const from =
    stage.cursor && stage.drawn.has(stage.cursor.id)
      ? place(stage.cursor)
      : state.entity && stage.drawn.has(byKey.get(state.entity)?.id)
        ? place(byKey.get(state.entity))
        : null;
  let best = null,
    least = Infinity;
  for (const entity of drawn) {
    const to = place(entity);
    const across = from ? to.x - from.x : 0,
      down = from ? to.y - from.y : 0;
    const along = across * x + down * y,
      aside = Math.abs(across * y) + Math.abs(down * x);
    if (from && (along <= 0 || aside > along * 2)) continue;
    const far = from ? along + 2 * aside : -entity.size;
    if (far < least) [best, least] = [entity, far];
  }
  if (!best) return;
  stage.cursor = best;
  const spot = network.canvasToDOM(place(best)),
    edge = 60;
  if (spot.x < edge || spot.y < edge || spot.x > stage.box.clientWidth - edge || spot.y > stage.box.clientHeight - edge)
    network.moveTo({ position: place(best) });
  redrawIfOutgrown();
  network.redraw();
  document.getElementById("status").textContent =
    `${short(best.label, 80)}, ${words(best.type)}, ${count(neighbours(best).length, "neighbour")}`;
}

function openHelp() {
  openDialog(
    "Keys",
    el(
      "dl",
      { class: "keys" },
      KEYS.map(([key, what]) => [
        el(
          "dt",
          {},
          key.split("|").map((part, n) => (n % 2 ? el("kbd", {}, part) : part)),
        ),
        el("dd", {}, what),
      ]),
    ),
    el(
      "p",
      { class: "quiet" },
      "Double-click a node to expand its neighbours; drag it to move and pin it. The address keeps the view, so that it can be sent as a link.",
    ),
  );
}

function flipTheme() {
  commit({ theme: theme() === "dark" ? "light" : "dark" });
}

function showSide(open) {
  document.body.classList.toggle("side", open);
  document.getElementById("open-filters").setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("[role=tab][aria-selected=true]").focus();
}
