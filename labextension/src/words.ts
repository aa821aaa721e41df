import type { TranslationBundle } from '@jupyterlab/translation';
import type { IVerdict } from './answers';
import type { MarkName } from './cellMark';
import { cellName } from './cellName';
import { whenWords } from './moments';
import { said } from './serverWords';
import type { IStanding } from './standing';

const COMMIT = 7;
const MEGABYTE = 1_000_000;

/** The standing of a notebook in a few words, for a status bar. */
export function standingWords(standing: IStanding, trans: TranslationBundle): string {
  switch (standing.name) {
    case 'unknown':
      return trans.__('…');
    case 'no-server':
      return trans.__('the server part is missing');
    case 'not-recorded':
      return trans.__('not recorded');
    case 'pinned':
      return trans.__('pinned');
    case 'recorded':
      return trans.__('recorded');
    case 'edited':
      return trans.__('edited since it was recorded');
    case 'comparing':
      return trans.__('outputs not compared yet');
    case 'other-outputs':
      return trans.__('shows other outputs than were recorded');
    case 'queued':
      return trans.__('waiting to be verified');
    case 'verifying':
      return standing.cells
        ? trans.__('verifying %1/%2', standing.cell, standing.cells)
        : trans.__('verifying');
    case 'proving':
      return provingWords(standing, trans);
    case 'packing':
      return standing.cells
        ? trans.__('handing over %1/%2', standing.cell, standing.cells)
        : trans.__('handing over');
    case 'recording':
      return standing.cells
        ? trans.__('recording %1/%2', standing.cell, standing.cells)
        : trans.__('recording');
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
    case 'no-server':
      return trans.__(
        'Nothing can be recorded or verified: jupyter-repro does not run in the Jupyter Server of this page. Install and enable it in the environment of the server, and start the server again.'
      );
    case 'not-recorded':
      return trans.__(
        'Nothing says whether these results would reproduce: pin it, run it, and take a snapshot.'
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
    case 'comparing':
      return trans.__(
        'What it shows is compared with what was recorded when its cells have ended; outputs of more than 4 MB are when it is saved.'
      );
    case 'other-outputs':
      return trans.__(
        'Cells were run again and show other outputs than were recorded: what is on the screen is not verified.'
      );
    case 'queued':
      return trans.__('Other verifications run first.');
    case 'verifying':
      return trans.__('It runs in a fresh kernel beside the server; your kernel is left alone.');
    case 'proving':
      return trans.__(
        'It runs again and again in fresh kernels, with one thing held, varied or put back; your kernel and files are left alone.'
      );
    case 'packing':
      return trans.__('It is verified in an environment of its own, and packed when all agrees.');
    case 'recording':
      return trans.__(
        'It runs in a fresh kernel; its outputs and its snapshot are written together.'
      );
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
    case 'other-outputs':
      return trans.__('shows other outputs than were recorded');
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
  const when = whenWords(standing.when, trans);
  if (!standing.commit) {
    return trans.__('verified %1', when);
  }
  const commit = standing.commit.slice(0, COMMIT);
  return standing.uncommitted.length
    ? trans.__('verified %1, at commit %2 with uncommitted changes', when, commit)
    : trans.__('verified %1, at commit %2', when, commit);
}

function provingWords(standing: IStanding, trans: TranslationBundle): string {
  if (standing.doing) {
    return trans.__('proving: %1', standing.doing);
  }
  return standing.cells
    ? trans.__('proving %1/%2', standing.cell, standing.cells)
    : trans.__('proving');
}

/** What the run of a verification took. */
export function costWords({ seconds, used }: IVerdict, trans: TranslationBundle): string {
  const took = seconds.toFixed(1);
  return used
    ? trans.__(
        'The run took %1 s, %2 s of processor time, and at most %3 MB of memory.',
        took,
        used.cpu_seconds.toFixed(1),
        Math.round(used.peak_memory / MEGABYTE)
      )
    : trans.__('The run took %1 s.', took);
}

/** Why a notebook did not reproduce: where first, and the first cause; begins with a space, or is empty. */
export function reasonWords(verdict: IVerdict, trans: TranslationBundle): string {
  const first =
    verdict.cells.find(cell => cell.index === verdict.first_divergence) ??
    verdict.cells.find(cell => cell.status === 'unverifiable');
  if (!first) {
    return verdict.status === 'unverifiable' ? trans.__(': there is nothing to compare with') : '';
  }
  const cell = cellName(verdict.cells, first.index);
  const what = said(first.causes[0]?.what ?? first.divergences[0]?.summary ?? '', trans);
  return what ? trans.__(' at %1: %2', cell, what) : trans.__(' at %1', cell);
}
