/** The divergences of a cell by output, in the order in which they are read. */

import type { IDivergence } from '../answers';

/** One output, or one watched variable: the representation to read, and the others. */
export interface IOutput {
  key: string;
  first: IDivergence;
  others: IDivergence[];
}

/** Divergences of one output together, which has several when it is both a table and text, say. */
export function outputsOf(divergences: readonly IDivergence[]): IOutput[] {
  const groups = new Map<string, IDivergence[]>();
  for (const each of divergences) {
    const key = each.variable ? `variable ${each.variable}` : `${each.output}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([key, group]) => {
    const [first, ...others] = group.sort((a, b) => rank(a) - rank(b));
    return { key, first: first!, others };
  });
}

/** What says more comes first: a real divergence before one that is let pass, then pictures, values, lines. */
function rank(each: IDivergence): number {
  const shown = [
    each.picture !== '' || each.found_picture !== '',
    each.changes.length > 0,
    each.diff !== ''
  ].indexOf(true);
  return (each.allowed ? 10 : 0) + (shown < 0 ? 5 : shown);
}

/** A MIME type; of a stream and of an error, which are recorded as one, the word that people use. */
export function mimeName(mime: string): string {
  return mime.replace(/^application\/vnd\.jupyter\.(?=std|error)/, '');
}
