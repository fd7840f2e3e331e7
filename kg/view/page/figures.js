// Figures of an entity: a table per metric, each row with its sentence, and a chart where they make a series.

const TALLEST = 64,
  WIDEST = 340;

function figureSection(known, entity) {
  const passes = claimFilter();
  const all = known.figuresOf.get(entity.id) || [];
  const figures = all.filter(passes);
  if (!all.length) return null;
  const metrics = new Map();
  for (const figure of figures) {
    if (!metrics.has(figure.metric)) metrics.set(figure.metric, []);
    metrics.get(figure.metric).push(figure);
  }
  return el(
    "section",
    {},
    el("h3", {}, "Figures ", el("span", { class: "count" }, number(figures.length))),
    leftOut(all.length - figures.length),
    [...metrics]
      .sort(([, one], [, other]) => other.length - one.length)
      .map(([metric, rows]) => metricTable(known, metric, rows)),
  );
}

function leftOut(missing) {
  return missing ? el("p", { class: "quiet" }, `${number(missing)} left out by filters or not asserted.`) : null;
}

function metricTable(known, metric, figures) {
  const label = metricLabel(metric);
  const rows = figures
    .slice()
    .sort((one, other) => order(one.period, other.period) || one.sentence - other.sentence || one.id - other.id);
  const groups = [];
  for (const figure of rows) {
    const last = groups[groups.length - 1];
    if (last && last[0].sentence === figure.sentence) last.push(figure);
    else groups.push([figure]);
  }
  return el(
    "div",
    { class: "metric" },
    el("h4", {}, label),
    charts(label, rows),
    el(
      "table",
      {},
      el("caption", { class: "unseen" }, `${label}: value, unit, period, condition`),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["Value", "Unit", "Period", "Condition"].map((head) => el("th", { scope: "col" }, head)),
        ),
      ),
      firstOf(groups, 12, (group) =>
        el(
          "tbody",
          {},
          group.map(figureRow),
          el("tr", { class: "says" }, el("td", { colspan: 4 }, sentenceOf(known, group))),
        ),
      ),
    ),
  );
}

function order(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

function figureRow(figure) {
  return el(
    "tr",
    figure.status === "asserted" ? {} : { class: "unasserted" },
    el("td", { class: "value" }, number(figure.value)),
    el("td", {}, plain(figure.unit === "date" ? "" : figure.unit)),
    el("td", {}, plain(figure.period)),
    el(
      "td",
      {},
      short(figure.condition, 160),
      figure.condition && figure.status !== "asserted" ? " " : null,
      status(figure.status),
    ),
  );
}

/** One sentence for several figures that it states, with all their marks. */
function sentenceOf(known, group) {
  const spans = marksOf(known, group[0].sentence, [group[0].entity]);
  for (const figure of group) if (figure.begin >= 0) spans.push([figure.begin, figure.end, null]);
  return source(known, group[0], spans);
}

/** Charts of the series among figures of one metric: at least three periods of one kind, unit and condition. */
function charts(label, figures) {
  const series = new Map();
  for (const figure of figures) {
    if (
      typeof figure.value !== "number" ||
      !figure.period ||
      figure.period.includes("/") ||
      figure.status !== "asserted"
    )
      continue;
    const key = JSON.stringify([figure.unit, figure.condition, figure.period.replace(/\d/g, "0")]);
    if (!series.has(key)) series.set(key, new Map());
    series.get(key).set(figure.period, figure);
  }
  return [...series.values()].filter((points) => points.size > 2).map((points) => chart(label, [...points.values()]));
}

function chart(label, figures) {
  const shown = figures.slice(-36);
  const top = Math.max(0, ...shown.map(({ value }) => value)),
    low = Math.min(0, ...shown.map(({ value }) => value));
  const high = (value) => ((top - value) / (top - low || 1)) * TALLEST;
  const step = WIDEST / shown.length;
  const { unit, condition } = shown[0];
  const bars = shown.map(({ value, period }, n) =>
    svg(
      "rect",
      {
        x: n * step + step * 0.12,
        width: Math.min(step * 0.76, 40),
        y: 14 + Math.min(high(value), high(0)),
        height: Math.max(Math.abs(high(value) - high(0)), 1),
        class: "bar",
      },
      svg("title", {}, `${plain(period)}: ${number(value)} ${plain(unit)}`),
    ),
  );
  const text = (x, y, anchor, words) => svg("text", { x, y, "text-anchor": anchor }, words);
  const few = shown.length <= 8;
  const names = few
    ? shown.flatMap(({ value, period }, n) => {
        const x = n * step + step * 0.12 + Math.min(step * 0.76, 40) / 2;
        return [
          text(x, 10 + Math.min(high(value), high(0)), "middle", rough.format(value)),
          text(x, TALLEST + 30, "middle", plain(period)),
        ];
      })
    : [
        text(0, TALLEST + 30, "start", plain(shown[0].period)),
        text(WIDEST, TALLEST + 30, "end", plain(shown[shown.length - 1].period)),
        text(WIDEST, 10, "end", `up to ${rough.format(top)}`),
      ];
  const told =
    `${label} by period: ` + shown.map(({ value, period }) => `${plain(period)} ${number(value)}`).join(", ");
  return el(
    "figure",
    { class: "chart" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDEST} ${TALLEST + 34}`, role: "img", "aria-label": told },
      svg("line", { x1: 0, x2: WIDEST, y1: 14 + high(0), y2: 14 + high(0) }),
      bars,
      names,
    ),
    el("figcaption", {}, [plain(unit), short(condition, 80)].filter(Boolean).join(", ")),
  );
}
