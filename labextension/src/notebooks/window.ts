/** Pixels of a row. */
export const ROW_HEIGHT = 28;

/** Rows that are made above and below those in view, so that no gap is seen while scrolling. */
const MORE = 16;

/** Rows that are scrolled before other nodes are made; fewer than are made in advance. */
const STEP = 8;

/** The rows of which nodes are made: from one place up to, and without, another. */
export interface IWindow {
  from: number;
  to: number;
}

/** How far it was scrolled, in steps. */
export function steady(scrolled: number): number {
  const step = STEP * ROW_HEIGHT;
  return Math.floor(scrolled / step) * step;
}

/** The rows that are in view until the next step, and some more. */
export function windowAt(scrolled: number, height: number, rows: number): IWindow {
  const first = Math.floor(scrolled / ROW_HEIGHT);
  const inView = Math.ceil(height / ROW_HEIGHT) + 1;
  const to = Math.min(rows, first + inView + MORE);
  return { from: Math.max(0, Math.min(first, rows) - MORE), to };
}

/** How far to scroll so that a row is in view; as far as now where it is. */
export function scrolledTo(place: number, scrolled: number, height: number): number {
  const top = place * ROW_HEIGHT;
  if (top < scrolled) {
    return top;
  }
  return Math.max(scrolled, top + ROW_HEIGHT - height);
}
