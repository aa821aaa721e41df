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
  return unequal && products <= MOST_PRODUCTS
    ? matched(removed, added)
    : inOrder(removed, added);
}

function inOrder(removed: string[], added: string[]): Pair[] {
  const length = Math.max(removed.length, added.length);
  return Array.from({ length }, (_, index): Pair => [
    removed[index] ?? null,
    added[index] ?? null
  ]);
}

/** The alignment whose pairs have most in common; lines alike to none stand alone. */
function matched(removed: string[], added: string[]): Pair[] {
  const best = scores(removed, added);
  const found: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < removed.length || j < added.length) {
    const here = best(i, j);
    if (i < removed.length && here === best(i + 1, j)) {
      found.push([removed[i++]!, null]);
    } else if (j < added.length && here === best(i, j + 1)) {
      found.push([null, added[j++]!]);
    } else {
      found.push([removed[i++]!, added[j++]!]);
    }
  }
  return found;
}

/** How much the lines from a place on have in common at best. */
function scores(
  removed: string[],
  added: string[]
): (i: number, j: number) => number {
  const width = added.length + 1;
  const table = new Float64Array((removed.length + 1) * width);
  const before = removed.map(counted);
  const now = added.map(counted);
  for (let i = removed.length - 1; i >= 0; i--) {
    for (let j = added.length - 1; j >= 0; j--) {
      const alike = likeness(before[i]!, now[j]!);
      table[i * width + j] = Math.max(
        table[(i + 1) * width + j]!,
        table[i * width + j + 1]!,
        alike >= ALIKE ? alike + table[(i + 1) * width + j + 1]! : 0
      );
    }
  }
  return (i, j) => table[i * width + j] ?? 0;
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
