/** @jest-environment @jupyterlab/testing/lib/jest-env.js */

import '@jupyterlab/testing/lib/jest-shim';
import type { ICellVerdict } from './answers';
import { badgeWords } from './badge';
import { costliest, costOf } from './cellCost';
import type { IMark, MarkName } from './cellMark';
import { english } from './translation.example';

function verdict(seconds?: number, memory_growth?: number): ICellVerdict {
  const cost = { ...(seconds === undefined ? {} : { seconds, memory_growth }) };
  return {
    index: 0,
    id: 'a',
    status: 'identical',
    divergences: [],
    causes: [],
    source: '',
    ...cost
  };
}

function mark(cell: string, name: MarkName, found: ICellVerdict | null): IMark {
  return { name, cell, verified: [], verdict: found, shown: [], uses: [] };
}

test('a cell is said to have taken what is worth a word', () => {
  expect(costOf(verdict(2.34, 120_000_000), english)).toBe('2.3 s, peak memory +120 MB');
  expect(costOf(verdict(0.7, 4096), english)).toBe('0.7 s');
  expect(costOf(verdict(0.01, 0), english)).toBe('');
  expect(costOf(verdict(), english)).toBe('');
});

test('the costliest cells stand first, without those that were edited since', () => {
  const marks = new Map([
    ['a', mark('[1]', 'identical', verdict(0.2, 0))],
    ['b', mark('[2]', 'identical', verdict(9, 0))],
    ['c', mark('[3]', 'stale', verdict(99, 0))],
    ['d', mark('[4]', 'identical', verdict(0.01, 0))],
    ['e', mark('[5]', 'unpinned', null)]
  ]);
  expect(costliest(marks, english)).toEqual([
    { id: 'b', cell: '[2]', words: '9.0 s' },
    { id: 'a', cell: '[1]', words: '0.2 s' }
  ]);
});

test('the badge of a verified cell says what its run took, and that of an edited one does not', () => {
  expect(badgeWords(mark('[2]', 'identical', verdict(9, 0)), english)).toBe(
    '[2]: identical\n9.0 s'
  );
  expect(badgeWords(mark('[2]', 'stale', verdict(9, 0)), english)).not.toContain('9.0 s');
});
