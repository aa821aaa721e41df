import type { TranslationBundle } from '@jupyterlab/translation';
import { STANDING_ICONS } from '../icons';
import { whenWords } from '../moments';
import type { IRow, RowStatus } from '../notebooks/notebookRow';
import { shownStatus } from '../notebooks/notebookRow';
import { said } from '../serverWords';
import { driftTitle, rowStatusWords, standingOf } from '../notebooks/rowWords';

export const MARK_CLASS = 'jp-Repro-fileMark';

/** What is said of a notebook at its file. */
export interface IFileMark {
  status: RowStatus;
  title: string;
}

/** The mark of a notebook; null where nothing is known of it. */
export function fileMark(row: IRow, trans: TranslationBundle): IFileMark | null {
  const status = shownStatus(row);
  if (status === 'not-recorded') {
    return null;
  }
  const words = rowStatusWords(row, trans);
  const first =
    row.when && !row.job ? trans.__('%1, %2', words, whenWords(row.when, trans)) : words;
  const drift = row.drift.length ? driftTitle(row, trans) : '';
  const title = [first, said(row.why, trans), drift].filter(Boolean).join('\n');
  return { status, title: trans.__('Reproducibility: %1', title) };
}

/** The node of a mark: an icon that says in words what it means. */
export function markNode({ status, title }: IFileMark): HTMLElement {
  const node = document.createElement('span');
  node.className = `${MARK_CLASS} jp-Repro-mark jp-Repro-mark-${status}`;
  node.title = title;
  node.setAttribute('role', 'img');
  node.setAttribute('aria-label', title);
  STANDING_ICONS[standingOf(status)].element({ container: node, tag: 'span' });
  return node;
}
