/** What changed within a line, word by word. */

import { diffArrays } from 'diff';

/** A run of characters. */
export interface ISpan {
  text: string;
  changed: boolean;
}

export type Sides = [recorded: ISpan[], found: ISpan[]];

/** Characters of a line from which on it is shown as a whole. */
export const LONGEST_LINE = 2_000;
/** Share of common characters below which two lines are shown as a whole. */
const ALIKE = 0.3;
/** Changed words up to which two lines are matched. */
const MOST_EDITS = 300;

const TOKEN = /\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?|[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu;

/** Numbers, words, white space, and every other character by itself. */
export function tokens(line: string): string[] {
  return line.slice(0, LONGEST_LINE).match(TOKEN) ?? [];
}

/** Both sides with what changed marked; all of both where they have little in common. */
export function emphasised(recorded: string, found: string): Sides {
  const whole: Sides = [spans(recorded), spans(found)];
  if (Math.max(recorded.length, found.length) >= LONGEST_LINE) {
    return whole;
  }
  const changes = diffArrays(tokens(recorded), tokens(found), {
    maxEditLength: MOST_EDITS
  });
  if (!changes) {
    return whole;
  }
  const parts = changes.map(each => ({ ...each, text: each.value.join('') }));
  const common = parts.filter(each => !each.added && !each.removed);
  return isAlike(common, recorded, found) ? [side(parts, 'added'), side(parts, 'removed')] : whole;
}

function spans(text: string): ISpan[] {
  return text === '' ? [] : [{ text, changed: true }];
}

function isAlike(common: { text: string }[], recorded: string, found: string): boolean {
  const shared = common.reduce((sum, { text }) => sum + text.trim().length, 0);
  return 2 * shared >= ALIKE * (recorded.length + found.length);
}

interface IPart {
  text: string;
  added: boolean;
  removed: boolean;
}

/** The parts of one side: all but those that only the other one has. */
function side(parts: IPart[], others: 'added' | 'removed'): ISpan[] {
  return parts
    .filter(part => !part[others])
    .map(({ text, added, removed }) => ({ text, changed: added || removed }));
}
