// Taking it along: the picture as PNG, the statements as CSV, the address, the query behind the view.

const dialog = document.getElementById("dialog");

function save(blob, file) {
  const link = el("a", { href: URL.createObjectURL(blob), download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The picture as it is on the screen, on its ground. */
function picture() {
  const drawn = stage.box.querySelector("canvas");
  const copy = el("canvas", { width: drawn.width, height: drawn.height });
  const context = copy.getContext("2d");
  context.fillStyle = INK[theme()].paper;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(drawn, 0, 0);
  return new Promise((done) => copy.toBlob(done, "image/png"));
}

/** How a formula begins, after what spreadsheets skip, and in the wide letters that they take for the narrow ones. */
const FORMULA = /^[\s\p{C}'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** A cell; what a spreadsheet would take for a formula is kept as text. */
function cell(value) {
  const text =
    typeof value === "string" && FORMULA.test(value) && !/^-?\d+(\.\d+)?$/.test(value)
      ? `'${value}`
      : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const COLUMNS = [
  "kind",
  "subject",
  "about",
  "object_or_value",
  "unit",
  "period",
  "condition_or_role",
  "status",
  "confidence",
  "article",
  "date",
  "sentence",
];

/** What of the visible is asked for: of the open line, path or entity, or all. */
function asked() {
  const way = new Set(state.path ? focusLines() : []);
  const open = byKey.get(state.entity);
  if (state.path) return { relation: ({ line }) => way.has(line.id), entity: () => false, what: "the path" };
  if (state.line) {
    const ends = state.line.map((key) => byKey.get(key));
    const both = ({ from, to }) => ends.some(({ id }) => id === from) && ends.some(({ id }) => id === to);
    return { relation: both, entity: () => false, what: "the relations of two entities" };
  }
  if (open && !state.near)
    return {
      relation: ({ from, to }) => from === open.id || to === open.id,
      entity: (id) => id === open.id,
      what: short(open.label, 40),
    };
  return { relation: () => true, entity: () => true, what: "all in view" };
}

/** Statements and figures of what is asked for, one per line. */
async function csv() {
  const known = await loadEvidence();
  const passes = claimFilter();
  const wanted = asked();
  const end = (said) => [
    said.status,
    said.confidence,
    articles[said.article].id,
    articles[said.article].date,
    known.sentences[said.sentence][0],
  ];
  const rows = [COLUMNS];
  for (const claim of claims) {
    const relation = relations[claim.relation];
    if (!view.relation[relation.id] || !wanted.relation(relation) || !passes(claim)) continue;
    rows.push([
      "statement",
      entities[relation.from].label,
      relation.label,
      entities[relation.to].label,
      "",
      "",
      claim.role,
      ...end(claim),
    ]);
  }
  for (const figure of known.figures) {
    if (!view.entity[figure.entity] || !wanted.entity(figure.entity) || !passes(figure)) continue;
    rows.push([
      "figure",
      entities[figure.entity].label,
      figure.metric,
      figure.value,
      figure.unit,
      figure.period,
      figure.condition,
      ...end(figure),
    ]);
  }
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

async function copy(text, note) {
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = "Copied.";
  } catch {
    note.textContent = "This browser does not let a page copy; select the text, or download it.";
  }
}

async function copyPicture(note) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await picture() })]);
    note.textContent = "Copied.";
  } catch {
    note.textContent = "This browser does not let a page copy pictures; download it instead.";
  }
}

function openDialog(title, ...content) {
  dialog.replaceChildren(
    el(
      "header",
      {},
      el("h2", { id: "dialog-title" }, title),
      button("×", () => dialog.close(), { class: "close", "aria-label": "Close" }),
    ),
    ...content,
  );
  dialog.showModal();
}

function openExport() {
  const note = el("p", { role: "status", class: "quiet" });
  const query = sparql();
  const row = (title, ...buttons) =>
    el("div", { class: "export" }, el("h3", {}, title), el("div", { class: "actions" }, buttons));
  openDialog(
    `Export ${asked().what}`,
    row(
      "Picture",
      button("Download PNG", async () => save(await picture(), "graph.png"), { id: "save-png" }),
      button("Copy picture", () => copyPicture(note)),
    ),
    row(
      "Table",
      button(
        "Download CSV",
        async () => save(new Blob(["\uFEFF" + (await csv())], { type: "text/csv" }), "graph.csv"),
        { id: "save-csv" },
      ),
      button("Copy table", async () => copy(await csv(), note)),
    ),
    row(
      "Link",
      button("Copy address of this view", () => copy(location.href, note)),
    ),
    row(
      "Query",
      button("Copy SPARQL", () => copy(query, note), { id: "copy-sparql" }),
    ),
    el("pre", { id: "sparql", tabindex: 0, "aria-label": "SPARQL query of this view" }, query),
    note,
  );
}
