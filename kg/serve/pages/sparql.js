// The editor of the SPARQL page: Yasqe in place of the plain text field, with the terms of the ontology and the names
// of entities to complete. Without it (or without scripts) the field and the forms work as they are.
(() => {
  "use strict";

  const menu = document.getElementById("example");
  if (menu) {
    menu.addEventListener("change", () => menu.value && menu.form.submit());
    menu.form.querySelector("button").hidden = true;
  }
  const form = document.getElementById("editor");
  const field = document.getElementById("query");
  if (typeof Yasqe === "undefined") {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    return;
  }

  let terms = null;

  /** The terms that queries are made of: [{term, kind, label, comment}]. */
  async function loadTerms() {
    terms ||= fetch("/sparql/terms", { headers: { Accept: "application/json" } }).then((answer) => answer.json());
    return terms;
  }

  /** Terms that fit what was typed: first those that begin so, then those whose words do. */
  async function fitting(typed) {
    const wanted = typed.toLowerCase();
    const bare = wanted.includes(":") ? wanted.slice(wanted.indexOf(":") + 1) : wanted;
    const rank = ({ term, label }) => {
      const low = term.toLowerCase();
      if (low.startsWith(wanted)) return 0;
      if (bare.length > 1 && low.slice(low.indexOf(":") + 1).startsWith(bare) && !wanted.includes(":")) return 1;
      if (bare.length > 2 && `${low} ${label.toLowerCase()}`.includes(bare)) return 2;
      return 9;
    };
    return (await loadTerms())
      .map((term) => ({ term, rank: rank(term) }))
      .filter(({ rank: far }) => far < 9)
      .sort((one, other) => one.rank - other.rank || (one.term.term < other.term.term ? -1 : 1))
      .slice(0, 60)
      .map(({ term }) => term);
  }

  /** Entities whose names or addresses contain what was typed after "<". */
  async function entities(typed) {
    const wanted = typed.replace(/^</, "").replace(/>$/, "").split("/").pop().replaceAll("-", " ");
    if (wanted.length < 2) return [];
    const answer = await fetch(`/names?${new URLSearchParams({ q: wanted })}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    const { names } = await answer.json();
    return names.map(({ key, label, types }) => ({ term: `<${key}>`, kind: types.join(", "), label, comment: "" }));
  }

  /** A row of the list: the term, what it is, and what that means. */
  function draw(item, _data, { entry }) {
    const add = (name, text) => {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part);
    };
    add("term", entry.term);
    add("what", entry.kind);
    add("says", entry.comment || entry.label);
  }

  Yasqe.registerAutocompleter({
    name: "ontology",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (editor) => {
      const { string, type } = editor.getCompleteToken();
      return !/^[?$"'#]/.test(string) && type !== "comment" && string.trim().length > 0;
    },
    get: async (_editor, token) => {
      const typed = token.string.trim();
      const found = await (typed.startsWith("<") ? entities(typed) : fitting(typed));
      return found.map((entry) => JSON.stringify(entry));
    },
    postprocessHints: (_editor, hints) =>
      hints.map((hint) => {
        const entry = JSON.parse(hint.text);
        return { ...hint, text: entry.term, displayText: entry.term, entry, render: draw };
      }),
  });

  const host = document.createElement("div");
  field.before(host);
  field.hidden = true;
  const editor = new Yasqe(host, {
    value: field.value,
    autocompleters: ["variables", "ontology"],
    showQueryButton: false,
    createShareableLink: null,
    consumeShareLink: null,
    persistenceId: null,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    // What is asked for is asked for at this server, by the form.
    prefixCcApi: "about:blank",
  });
  // The server knows these prefixes without their being written, so the editor must not call them unknown.
  const known = JSON.parse(form.dataset.prefixes);
  const mode = editor.getDoc().getMode();
  const begin = mode.startState;
  mode.startState = (...given) => ({ ...begin(...given), prefixes: { ...known } });
  editor.setValue(editor.getValue());
  const send = () => {
    field.value = editor.getValue();
    form.requestSubmit();
  };
  editor.setOption("extraKeys", {
    ...editor.getOption("extraKeys"),
    "Ctrl-Enter": send,
    "Cmd-Enter": send,
    "Ctrl-S": false,
    // Tab leaves the editor, as everywhere on the page; the keys that indent are Ctrl-] and Ctrl-[.
    Tab: false,
    "Shift-Tab": false,
  });
  editor.getInputField().setAttribute("aria-label", "Query");
  if (field.value.split("PREFIX").length > 4) editor.collapsePrefixes(true);
  form.addEventListener("submit", () => {
    field.value = editor.getValue();
  });
  form.querySelector(".keys").hidden = false;
  host.dataset.ready = "true";
})();
