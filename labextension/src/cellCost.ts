import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICellVerdict } from './answers';
import type { IMark } from './cellMark';

/** Of cells that are worth a word, in seconds and in bytes. */
const LEAST_SECONDS = 0.05;
const LEAST_GROWTH = 1_000_000;

const MEGABYTE = 1_000_000;

/** Cells that are listed. */
const MOST = 10;

/** A cell and what its run took, in words. */
export interface ICellCost {
  id: string;
  /** As people see it: `[4]`. */
  cell: string;
  words: string;
}

/** What the run of a cell took: `2.3 s, peak memory +120 MB`; empty where it is not known, or not worth a word. */
export function costOf(verdict: ICellVerdict, trans: TranslationBundle): string {
  const { seconds = 0, memory_growth = 0 } = verdict;
  const parts = [
    seconds >= LEAST_SECONDS ? trans.__('%1 s', seconds.toFixed(1)) : '',
    memory_growth >= LEAST_GROWTH
      ? trans.__('peak memory +%1 MB', Math.round(memory_growth / MEGABYTE))
      : ''
  ];
  return parts.filter(Boolean).join(', ');
}

/** The cells of which the run took most, the longest first; not those that were edited since. */
export function costliest(
  marks: ReadonlyMap<string, IMark>,
  trans: TranslationBundle
): ICellCost[] {
  return [...marks]
    .flatMap(([id, { name, cell, verdict }]) =>
      verdict && name !== 'stale' ? [{ id, cell, verdict, words: costOf(verdict, trans) }] : []
    )
    .filter(each => each.words)
    .sort((one, other) => (other.verdict.seconds ?? 0) - (one.verdict.seconds ?? 0))
    .slice(0, MOST)
    .map(({ id, cell, words }) => ({ id, cell, words }));
}
