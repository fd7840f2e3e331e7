// Names, words of lines, and what is under the pointer, drawn over vis-network's picture.

let placed = [];
let placedFor = "";

/** Draw the names; called by vis-network after each picture, in its coordinates. */
function drawLabels(context) {
  const scale = network.getScale();
  const wanted = `${scale.toFixed(4)} ${stage.version}`;
  if (wanted !== placedFor) {
    placed = placeLabels(scale);
    placedFor = wanted;
  }
  const ink = INK[theme()];
  const seen = viewBox(0.05);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const item of placed) {
    if (within(seen, item) && !(item.entity && item.entity === stage.hover)) drawText(context, scale, item, ink);
  }
  drawHovered(context, scale, ink);
}

function drawText(context, scale, { entity, rows, x, y }, ink) {
  context.save();
  context.translate(x, y);
  context.scale(1 / scale, 1 / scale);
  context.font = entity ? labelFont(entity) : `12px ${FONT}`;
  context.lineWidth = 3.5;
  context.strokeStyle = ink.paper;
  context.fillStyle = entity ? ink.text : ink.strong;
  rows.forEach((row, n) => {
    const down = (n - (rows.length - 1) / 2) * LINE;
    context.strokeText(row, 0, down);
    context.fillText(row, 0, down);
  });
  context.restore();
}

/** The name under the pointer or the keyboard's cursor on a ground of its own; or what a line says. */
function drawHovered(context, scale, ink) {
  const shown = stage.hover || stage.cursor;
  if (shown && stage.drawn.has(shown.id)) {
    const { x, y } = place(shown);
    if (stage.cursor === shown) ring(context, scale, x, y, shown.size * stage.grow, ink);
    drawTag(context, scale, short(shown.label, 60), x, y + shown.size * stage.grow * 0.9 + 15 / scale, ink);
  }
  if (stage.hoverLine) {
    const [a, b] = [entities[stage.hoverLine.a], entities[stage.hoverLine.b]].map(place);
    drawTag(context, scale, said(stage.hoverLine), (a.x + b.x) / 2, (a.y + b.y) / 2, ink);
  }
}

function ring(context, scale, x, y, size, ink) {
  context.beginPath();
  context.arc(x, y, size + 5 / scale, 0, 2 * Math.PI);
  context.lineWidth = 2.5 / scale;
  context.strokeStyle = ink.strong;
  context.stroke();
}

function drawTag(context, scale, text, x, y, ink) {
  context.save();
  context.translate(x, y);
  context.scale(1 / scale, 1 / scale);
  context.font = `600 13px ${FONT}`;
  const wide = context.measureText(text).width + 14;
  context.fillStyle = ink.text;
  context.beginPath();
  context.roundRect(-wide / 2, -11, wide, 22, 5);
  context.fill();
  context.fillStyle = ink.paper;
  context.fillText(text, 0, 0.5);
  context.restore();
}
