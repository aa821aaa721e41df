/** A code cell, by its index among all cells, from 0. */
export interface IIndexed {
  index: number;
}

/**
 * The name of a code cell as people see it: `[4]`, the fourth code cell, which a fresh run gives the execution count 4.
 *
 * `cells` are all code cells of the notebook. `jupyter_repro.formatting.cell_names` is the same in Python.
 */
export function cellName(cells: readonly IIndexed[], index: number): string {
  return numbered(cells.filter(cell => cell.index <= index).length);
}

/** The name of a code cell by its number from the top, from 1. */
export function numbered(number: number): string {
  return `[${number}]`;
}
