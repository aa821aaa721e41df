import type { IRow, RowStatus } from './notebookRow';
import { SEVERITY, shownStatus } from './notebookRow';

export type Column = 'path' | 'status' | 'when' | 'why' | 'drift' | 'seconds';

/** How the notebooks are shown. */
export interface IView {
  column: Column;
  isDescending: boolean;
  /** Those that are shown; all where it is empty. */
  statuses: readonly RowStatus[];
  search: string;
}

export const FIRST_VIEW: IView = {
  column: 'status',
  isDescending: false,
  statuses: [],
  search: ''
};

/** The rows that are shown, in their order. */
export function shownRows(rows: readonly IRow[], view: IView): IRow[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const statuses = new Set(view.statuses);
  const found = rows.filter(
    row => (!statuses.size || statuses.has(shownStatus(row))) && holds(row, words)
  );
  const compare = COMPARED[view.column];
  const sign = view.isDescending ? -1 : 1;
  return found.sort((one, other) => sign * compare(one, other) || byPath(one, other));
}

/** How many rows of each status there are among those that are searched for, in the order of their weight. */
export function statusCounts(rows: readonly IRow[], search: string): [RowStatus, number][] {
  const counts = new Map<RowStatus, number>();
  for (const row of shownRows(rows, { ...FIRST_VIEW, search })) {
    const status = shownStatus(row);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => weight(one) - weight(other));
}

/** The view after a click on the head of a column: sorted by it, or the other way round. */
export function sortedBy(view: IView, column: Column): IView {
  const isSame = view.column === column;
  return { ...view, column, isDescending: isSame ? !view.isDescending : LATEST_FIRST.has(column) };
}

/** The view after a click on a status: it is shown, or shown no more. */
export function toggled(view: IView, status: RowStatus): IView {
  const isShown = view.statuses.includes(status);
  const others = view.statuses.filter(each => each !== status);
  return { ...view, statuses: isShown ? others : [...others, status] };
}

function holds(row: IRow, words: readonly string[]): boolean {
  const text = [row.path, row.why, ...row.drift].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}

/** What runs stands before what waits, and both before the rest. */
function weight(status: RowStatus): number {
  const place = (SEVERITY as readonly RowStatus[]).indexOf(status);
  return place < 0 ? (status === 'queued' ? -1 : -2) : place;
}

const LATEST_FIRST: ReadonlySet<Column> = new Set<Column>(['when', 'seconds', 'drift']);

type Compare = (one: IRow, other: IRow) => number;

const LETTERS = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const byPath: Compare = (one, other) => LETTERS.compare(one.path, other.path);

/** A row does not move while it is verified. */
const COMPARED: Readonly<Record<Column, Compare>> = {
  path: byPath,
  status: (one, other) => SEVERITY.indexOf(one.known) - SEVERITY.indexOf(other.known),
  when: (one, other) => Number(one.when > other.when) - Number(one.when < other.when),
  why: (one, other) => emptyLast(one.why, other.why) || LETTERS.compare(one.why, other.why),
  drift: (one, other) => one.drift.length - other.drift.length,
  seconds: (one, other) => (one.seconds ?? 0) - (other.seconds ?? 0)
};

function emptyLast(one: string, other: string): number {
  return Number(!one) - Number(!other);
}
