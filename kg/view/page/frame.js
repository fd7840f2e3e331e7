// The rows' places turned and stretched to the shape of the window, once, so that the picture fills it.

const MOST_STRETCH = 1.8;

const frame = (() => {
  const box = document.getElementById("canvas");
  const width = Math.max(box.clientWidth - 100, 100),
    height = Math.max(box.clientHeight - 110, 100);
  const span = (side) => {
    const values = entities.map((entity) => entity[side]);
    return (
      values.reduce((most, value) => Math.max(most, value), 1) -
      values.reduce((least, value) => Math.min(least, value), 0)
    );
  };
  const turned = width < height * 0.8 && span("x") > span("y");
  const shape = (turned ? span("y") / span("x") : span("x") / span("y")) / (width / height);
  const stretch = (factor) => Math.min(Math.max(factor, 1), MOST_STRETCH);
  return { turned, across: stretch(1 / shape), down: stretch(shape) };
})();

/** A place of the rows as a place of the picture. */
function framed([x, y]) {
  return frame.turned ? { x: y * frame.across, y: x * frame.down } : { x: x * frame.across, y: y * frame.down };
}

/** A place of the picture as a place of the rows, whole. */
function unframed({ x, y }) {
  const spot = [x / frame.across, y / frame.down].map(Math.round);
  return frame.turned ? spot.reverse() : spot;
}

for (const entity of entities) Object.assign(entity, framed([entity.x, entity.y]));
