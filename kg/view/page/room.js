/** Boxes on the screen, in a grid that tells quickly whether a new one is free. */
class Room {
  static CELL = 64;

  constructor() {
    this.cells = new Map();
  }

  /** Does no box but `own` lie over this one? */
  free(box, own = null) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) || []) {
        if (other === own) continue;
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
          return false;
      }
    }
    return true;
  }

  take(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  *keys({ left, right, top, bottom }) {
    const cell = Room.CELL;
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x += 1)
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y += 1) yield x * 1e6 + y;
  }
}
