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
  const outputs = new Map<string, IOutput>();
  for (const each of [...divergences].sort((a, b) => rank(a) - rank(b))) {
    outputs.get(keyOf(each))?.others.push(each);
    if (!outputs.has(keyOf(each))) {
      outputs.set(keyOf(each), { key: keyOf(each), first: each, others: [] });
    }
  }
  return [...new Set(divergences.map(keyOf))].flatMap(key => outputs.get(key) ?? []);
}

function keyOf(each: IDivergence): string {
  return each.variable ? `variable ${each.variable}` : String(each.output);
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
