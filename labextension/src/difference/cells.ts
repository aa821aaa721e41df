/** Changed values of tables, each with its place. */

import type { IDivergence, IValueChange } from '../answers';

/** A changed value of a table. */
export interface ICell {
  /** Number of the table; empty where the output has one. */
  table: string;
  row: string;
  /** Empty for the row's own label. */
  column: string;
  recorded: string;
  found: string;
}

/** The changed values of a table in HTML; empty for everything else. */
export function cellsOf(divergence: IDivergence): ICell[] {
  if (divergence.mime !== 'text/html') {
    return [];
  }
  return divergence.changes.filter(isOfTable).map(cell);
}

function isOfTable(change: IValueChange): boolean {
  return change.path.length === 2 || change.path.length === 3;
}

function cell({ path, recorded, found }: IValueChange): ICell {
  const [column = '', row = '', table = ''] = [...path].reverse();
  return { table, row, column, recorded, found };
}
