/** Which removed line stands beside which added one. */

import { tokens } from './words';

export type Pair = [before: string | null, now: string | null];

/** Products of line counts up to which lines are matched by what they share: that is quadratic. */
const MOST_PRODUCTS = 2_000;
/** Share of common words from which two lines are taken for one that changed. */
const ALIKE = 0.5;

/** Equally many lines in their order; of unequally many those together that are most alike. */
export function pairs(removed: string[], added: string[]): Pair[] {
  const products = removed.length * added.length;
  const unequal = removed.length !== added.length && products > 0;
  return unequal && products <= MOST_PRODUCTS ? matched(removed, added) : inOrder(removed, added);
}

function inOrder(removed: string[], added: string[]): Pair[] {
  const length = Math.max(removed.length, added.length);
  return Array.from({ length }, (_, index): Pair => [removed[index] ?? null, added[index] ?? null]);
}

/** The alignment whose pairs have most in common; lines alike to none stand alone. */
function matched(removed: string[], added: string[]): Pair[] {
  const best = scores(removed, added);
  const found: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < removed.length || j < added.length) {
    const here = best(i, j);
    const alone = i < removed.length && here === best(i + 1, j);
    const other = !alone && j < added.length && here === best(i, j + 1);
    const before = other ? null : (removed[i++] ?? null);
    found.push([before, alone ? null : (added[j++] ?? null)]);
  }
  return found;
}

/** How much the lines from a place on have in common at best; nothing beyond the last. */
type Scores = (i: number, j: number) => number;

function scores(removed: string[], added: string[]): Scores {
  const now = added.map(counted);
  const rows: number[][] = [];
  const best: Scores = (i, j) => rows[removed.length - 1 - i]?.[now.length - 1 - j] ?? 0;
  const read = removed.map(counted).entries();
  for (const [i, before] of [...read].reverse()) {
    const row: number[] = [];
    rows.push(row);
    for (const [j, other] of [...now.entries()].reverse()) {
      const alike = likeness(before, other);
      const together = alike >= ALIKE ? alike + best(i + 1, j + 1) : 0;
      row.push(Math.max(best(i + 1, j), best(i, j + 1), together));
    }
  }
  return best;
}

interface ICounted {
  counts: Map<string, number>;
  total: number;
}

function counted(line: string): ICounted {
  const counts = new Map<string, number>();
  const all = tokens(line).filter(token => token.trim() !== '');
  for (const token of all) {
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return { counts, total: all.length };
}

/** Twice the common words over all: 1 for the same words in any order. */
function likeness(a: ICounted, b: ICounted): number {
  let common = 0;
  for (const [token, count] of a.counts) {
    common += Math.min(count, b.counts.get(token) ?? 0);
  }
  return a.total + b.total ? (2 * common) / (a.total + b.total) : 1;
}
