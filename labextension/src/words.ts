import type { TranslationBundle } from '@jupyterlab/translation';
import type { MarkName } from './cellMark';
import type { IStanding } from './standing';

const COMMIT = 7;

/** The standing of a notebook in a few words, for a status bar. */
export function standingWords(standing: IStanding, trans: TranslationBundle): string {
  switch (standing.name) {
    case 'unknown':
      return trans.__('…');
    case 'not-recorded':
      return trans.__('not recorded');
    case 'pinned':
      return trans.__('pinned');
    case 'recorded':
      return trans.__('recorded');
    case 'edited':
      return trans.__('edited since it was recorded');
    case 'queued':
      return trans.__('waiting to be verified');
    case 'verifying':
      return standing.cells
        ? trans.__('verifying %1/%2', standing.cell, standing.cells)
        : trans.__('verifying');
    case 'packing':
      return standing.cells
        ? trans.__('handing over %1/%2', standing.cell, standing.cells)
        : trans.__('handing over');
    case 'verified':
      return verifiedWords(standing, trans);
    case 'diverged':
      return trans.__('diverged');
    case 'failed':
      return trans.__('failed');
    case 'unverifiable':
      return trans.__('cannot be verified');
    case 'drifted':
      return trans.__('drifted');
  }
}

/** What the standing means, a sentence. */
export function standingMeaning(standing: IStanding, trans: TranslationBundle): string {
  switch (standing.name) {
    case 'unknown':
      return trans.__('The server has not said yet what is recorded of this notebook.');
    case 'not-recorded':
      return trans.__(
        'Nothing says whether these results would come out again: pin it, run it, and take a snapshot.'
      );
    case 'pinned':
      return trans.__(
        'Its generators are pinned; what it shows is not recorded yet: take a snapshot.'
      );
    case 'recorded':
      return trans.__('A snapshot holds what it shows; no fresh run has agreed with it yet.');
    case 'edited':
      return trans.__(
        'Its cells are not those that were recorded: what is on the screen is not verified.'
      );
    case 'queued':
      return trans.__('Other verifications run first.');
    case 'verifying':
      return trans.__('It runs in a fresh kernel beside the server; your kernel is left alone.');
    case 'packing':
      return trans.__('It is verified in an environment of its own, and packed when all agrees.');
    case 'verified':
      return trans.__('A run in a fresh kernel gave the recorded outputs.');
    case 'diverged':
      return trans.__('A run in a fresh kernel gave other outputs.');
    case 'failed':
      return trans.__('A run in a fresh kernel did not come through.');
    case 'unverifiable':
      return trans.__('It could not be run, or there is nothing to compare with.');
    case 'drifted':
      return trans.__(
        'What it depends on is not what was recorded; verify whether its outputs still come out.'
      );
  }
}

/** What the badge of a cell says. */
export function markWords(name: MarkName, trans: TranslationBundle): string {
  switch (name) {
    case 'identical':
      return trans.__('identical');
    case 'equivalent':
      return trans.__('equivalent: it differs only as its author allows');
    case 'diverged':
      return trans.__('diverged');
    case 'failed':
      return trans.__('failed');
    case 'stale':
      return trans.__('edited since it was recorded');
    case 'out-of-order':
      return trans.__('ran out of order');
    case 'unpinned':
      return trans.__('uses an unpinned source');
    case 'unverifiable':
      return trans.__('was not reached');
  }
}

function verifiedWords(standing: IStanding, trans: TranslationBundle): string {
  if (!standing.when) {
    return trans.__('verified');
  }
  const when = whenWords(standing.when);
  return standing.commit
    ? trans.__('verified %1, at commit %2', when, standing.commit.slice(0, COMMIT))
    : trans.__('verified %1', when);
}

/** A time stamp as the reader writes dates; of today the time alone. */
export function whenWords(stamp: string): string {
  const when = new Date(stamp);
  const time = when.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const isToday = when.toDateString() === new Date().toDateString();
  return isToday ? time : `${when.toLocaleDateString()} ${time}`;
}
