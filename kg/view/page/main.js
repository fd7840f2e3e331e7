// Putting it together: read the address, draw, and draw again whenever the state changes.

let drawnTheme = "";

function render() {
  applyTheme();
  showOpen();
  if (drawnTheme && drawnTheme !== theme()) repaintIcons();
  drawnTheme = theme();
  sift();
  choosePicture();
  draw();
  refreshFilters();
  drawPanel();
  document.getElementById("undo").disabled = !past.length;
}

function showOpen() {
  const open = Boolean(state.path || state.line || state.entity);
  document.body.classList.toggle("open", open);
  if (open) showAbout(false);
}

/** Signs in the side follow the theme; those of the panel are drawn with it. */
function repaintIcons() {
  panelFor = "";
  drawLegend();
  for (const input of filterBox.querySelectorAll("[data-list=types]"))
    input.parentNode.querySelector("svg").replaceWith(icon(input.dataset.value));
}

function start() {
  state = fromHash(location.hash);
  applyTheme();
  startFilters();
  arrangeWhole();
  startCanvas();
  sift();
  showOpen();
  choosePicture();
  fit();
  changed = render;
  render();
  const open = byKey.get(state.entity);
  if (open && view.entity[open.id] && !state.near) approach(open);
  startSearch();
  startKeys();
  const on = (id, work) => document.getElementById(id).addEventListener("click", work);
  on("undo", undo);
  on("theme", flipTheme);
  on("open-export", openExport);
  on("open-help", openHelp);
  on("open-about", () => {
    const open = document.body.classList.contains("overview");
    if (state.path || state.line || state.entity) commit({ entity: null, line: null, path: null, near: 0 });
    drawPanel().then(() => showAbout(!open));
  });
  on("open-filters", () => showSide(!document.body.classList.contains("side")));
  on("zoom-in", () => zoom(1.3));
  on("zoom-out", () => zoom(1 / 1.3));
  on("fit", () => fit());
  preferred.addEventListener("change", render);
  const follow = () => {
    if ("#" + toHash(state) === (location.hash || "#")) return;
    past.push(state);
    state = fromHash(location.hash);
    render();
    const entity = byKey.get(state.entity);
    if (entity && view.entity[entity.id]) approach(entity);
  };
  window.addEventListener("popstate", follow);
  network.once("afterDrawing", () => {
    document.documentElement.dataset.ready = "true";
    performance.mark("usable");
  });
  network.redraw();
}

start();
