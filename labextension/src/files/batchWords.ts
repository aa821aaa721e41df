import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRow } from '../notebooks/notebookRow';
import { nameOf, shownStatus } from '../notebooks/notebookRow';
import { rowStatusWords, statusWords } from '../notebooks/rowWords';
import { statusCounts } from '../notebooks/view';
import type { ManyKind } from '../server';
import { said } from '../serverWords';

/** What runs, and how much of it is done. */
export function runningWords(
  kind: ManyKind,
  paths: readonly string[],
  ended: number,
  trans: TranslationBundle
): string {
  const [path = ''] = paths;
  if (paths.length === 1) {
    const name = nameOf(path);
    return kind === 'verify' ? trans.__('Verifying %1', name) : trans.__('Recording %1', name);
  }
  return kind === 'verify'
    ? trans.__('Verifying: %1 of %2 notebooks done', ended, paths.length)
    : trans.__('Recording: %1 of %2 notebooks done', ended, paths.length);
}

/** Where notebooks stand: one with its reason, of several how many of each status. */
export function standWords(rows: readonly IRow[], trans: TranslationBundle): string {
  const [row] = rows;
  if (row && rows.length === 1) {
    const words = `${nameOf(row.path)}: ${rowStatusWords(row, trans)}`;
    return row.why ? trans.__('%1: %2', words, said(row.why, trans)) : words;
  }
  return statusCounts(rows, '')
    .map(([status, count]) => trans.__('%1 %2', count, statusWords(status, trans)))
    .join(', ');
}

/** Whether there is something to look at among them. */
export function isDoubtful(rows: readonly IRow[]): boolean {
  return rows.some(row => !['verified', 'recorded'].includes(shownStatus(row)));
}

/** A notebook as it is saved, held against what was recorded. */
export interface IComparison {
  row: IRow;
  /** Cells that show other outputs, as people see them: `[3]`. */
  cells: readonly string[];
}

/** Whether the saved notebook, and what it depends on, are as they were recorded. */
export function isAsRecorded({ row, cells }: IComparison): boolean {
  const hasRecord = !['not-recorded', 'unreadable', 'edited'].includes(row.status);
  return hasRecord && !cells.length && !row.drift.length;
}

/** What the comparison of one notebook came to. */
export function comparedWords({ row, cells }: IComparison, trans: TranslationBundle): string {
  const name = nameOf(row.path);
  if (row.status === 'not-recorded') {
    return trans.__('%1 is not recorded: there is nothing to compare with.', name);
  }
  if (row.status === 'unreadable') {
    return trans.__('%1: %2', name, said(row.why, trans));
  }
  const differences = [
    row.status === 'edited' ? said(row.why, trans) : '',
    cells.length ? trans.__('other outputs at %1', cells.join(', ')) : '',
    row.drift.length ? trans.__('changed since: %1', row.drift.join(', ')) : ''
  ].filter(Boolean);
  return differences.length
    ? trans.__('%1 is not as it was recorded: %2', name, differences.join('; '))
    : trans.__('%1 is as it was recorded.', name);
}

/** What the comparison of several came to. */
export function allComparedWords(
  comparisons: readonly IComparison[],
  trans: TranslationBundle
): string {
  const all = comparisons.length;
  const [first, ...more] = comparisons.filter(each => !isAsRecorded(each));
  if (!first) {
    return trans.__('All %1 notebooks are as they were recorded.', all);
  }
  const other = more.length + 1;
  const name = nameOf(first.row.path);
  const count = trans.__('%1 of %2 notebooks are not as they were recorded', other, all);
  return more.length
    ? trans.__('%1: %2 and %3 more', count, name, more.length)
    : trans.__('%1: %2', count, name);
}
