import type { TranslationBundle } from '@jupyterlab/translation';
import type { StandingName } from '../standing';
import type { IRow, RowStatus } from './notebookRow';
import { shownStatus } from './notebookRow';

/** The status of a notebook among many, in a word or two. */
export function statusWords(status: RowStatus, trans: TranslationBundle): string {
  switch (status) {
    case 'not-recorded':
      return trans.__('not recorded');
    case 'recorded':
      return trans.__('recorded');
    case 'verified':
      return trans.__('verified');
    case 'edited':
      return trans.__('edited');
    case 'diverged':
      return trans.__('diverged');
    case 'failed':
      return trans.__('failed');
    case 'unverifiable':
      return trans.__('cannot be verified');
    case 'unreadable':
      return trans.__('cannot be read');
    case 'drifted':
      return trans.__('drifted');
    case 'queued':
      return trans.__('waiting');
    case 'verifying':
      return trans.__('verifying');
    case 'proving':
      return trans.__('proving');
    case 'recording':
      return trans.__('recording');
  }
}

/** The status of a row, with how far what runs is. */
export function rowStatusWords(row: IRow, trans: TranslationBundle): string {
  const words = statusWords(shownStatus(row), trans);
  const { job } = row;
  return job?.phase === 'running' && job.cells ? `${words} ${job.cell}/${job.cells}` : words;
}

/** The icon of a status is that of the standing of this name. */
export function standingOf(status: RowStatus): StandingName {
  if (status === 'unreadable') {
    return 'failed';
  }
  return status === 'recording' ? 'verifying' : status;
}

/** What of the inputs has changed, in a few words; empty where nothing has. */
export function driftWords(row: IRow, trans: TranslationBundle): string {
  const [first, ...others] = row.drift;
  if (first === undefined) {
    return '';
  }
  return others.length ? trans.__('%1 and %2 more', first, others.length) : first;
}

/** All that has changed, and what was not looked at, a line each. */
export function driftTitle(row: IRow, trans: TranslationBundle): string {
  const unread = row.unread.map(name => trans.__('%1: too large to be read here', name));
  return [...row.drift, ...unread].join('\n');
}

/** How long the last run took. */
export function secondsWords(seconds: number | null, trans: TranslationBundle): string {
  if (seconds === null) {
    return '';
  }
  if (seconds < 60) {
    return trans.__('%1 s', seconds.toFixed(1));
  }
  const minutes = Math.floor(seconds / 60);
  return trans.__('%1 min %2 s', minutes, Math.round(seconds - 60 * minutes));
}
