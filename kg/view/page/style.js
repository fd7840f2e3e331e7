// Colour and shape of each type, after Okabe and Ito, so that they differ for colour-blind eyes too.

const SHAPES = ["square", "diamond", "dot", "triangle", "hexagon", "star", "triangleDown"];
const FILLS = {
  light: ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#6b6f76", "#56b4e9"],
  dark: ["#3d9fe0", "#f0ad1d", "#1fbf92", "#f2753a", "#dd93bb", "#d6d9de", "#7cc8f5"],
};
const BORDERS = {
  light: ["#00476f", "#8f6200", "#00614a", "#873b00", "#86406a", "#3d4046", "#1d6f9f"],
  dark: ["#9fd3fb", "#ffd27a", "#8ae8cd", "#ffb692", "#f7c8e0", "#ffffff", "#c7e8fc"],
};
const INK = {
  light: {
    paper: "#faf9f6",
    text: "#1c1e21",
    soft: "#60646c",
    edge: "#868a93",
    strong: "#1a5fb4",
    odd: "#b3261e",
    land: "#efede6",
  },
  dark: {
    paper: "#141619",
    text: "#ececee",
    soft: "#a4a9b2",
    edge: "#757b86",
    strong: "#8fc1ff",
    odd: "#ff9a8d",
    land: "#1c1f23",
  },
};

const preferred = window.matchMedia("(prefers-color-scheme: dark)");
const slotOf = new Map(
  (core.slots.length ? core.slots.concat(core.classes.filter((type) => !core.slots.includes(type))) : core.classes).map(
    (type, n) => [type, n],
  ),
);

function theme() {
  return state.theme || (preferred.matches ? "dark" : "light");
}

function look(type) {
  const slot = slotOf.get(type) ?? 0;
  const colour = slot % 7;
  return {
    fill: FILLS[theme()][colour],
    border: BORDERS[theme()][colour],
    shape: SHAPES[(slot + Math.floor(slot / 7)) % 7],
  };
}

const OUTLINES = {
  diamond: "M8 1 15 8 8 15 1 8Z",
  square: "M2 2H14V14H2Z",
  dot: "M8 1.5a6.5 6.5 0 1 0 .01 0Z",
  triangle: "M8 1.5 15 14H1Z",
  triangleDown: "M8 14.5 1 2H15Z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8Z",
  star: "M8 .8 10.2 6 15.6 6.3 11.4 9.8 12.8 15.1 8 12.1 3.2 15.1 4.6 9.8.4 6.3 5.8 6Z",
};

/** The sign of a type as in the picture. */
function icon(type) {
  const { fill, border, shape } = look(type);
  const path = svg("path", { d: OUTLINES[shape], fill, stroke: border, "stroke-width": 1.4 });
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
}

function applyTheme() {
  document.documentElement.dataset.theme = theme();
  document.getElementById("theme").setAttribute("aria-pressed", String(theme() === "dark"));
}
