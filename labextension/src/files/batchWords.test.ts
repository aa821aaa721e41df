import { rowOf } from '../notebooks/notebookRow';
import { notebook } from '../notebooks/notebooks.example';
import { english as trans } from '../translation.example';
import {
  allComparedWords,
  comparedWords,
  isAsRecorded,
  isDoubtful,
  runningWords,
  standWords
} from './batchWords';

const GOOD = { row: rowOf(notebook('reports/a.ipynb')), cells: [] };
const NONE = { row: rowOf(notebook('b.ipynb', { status: 'not-recorded' })), cells: [] };
const BAD = {
  row: rowOf(
    notebook('c.ipynb', { status: 'edited', why: '[2] was edited', drift: ['sales.csv'] })
  ),
  cells: ['[3]']
};

test('one notebook is named while it runs, of several it is counted how many are done', () => {
  expect(runningWords('verify', ['reports/a.ipynb'], 0, trans)).toBe('Verifying a.ipynb');
  expect(runningWords('snapshot', ['a', 'b'], 1, trans)).toBe('Recording: 1 of 2 notebooks done');
});

test('one notebook has its reason, several their numbers', () => {
  const diverged = rowOf(notebook('d.ipynb', { status: 'diverged', why: '[4]: x changed' }));
  expect(standWords([diverged], trans)).toBe('d.ipynb: diverged: [4]: x changed');
  expect(standWords([GOOD.row, diverged, GOOD.row], trans)).toBe('1 diverged, 2 verified');
  expect([isDoubtful([GOOD.row]), isDoubtful([GOOD.row, diverged])]).toEqual([false, true]);
});

test('all that is not as it was recorded is said in one line', () => {
  expect(comparedWords(GOOD, trans)).toBe('a.ipynb is as it was recorded.');
  expect(comparedWords(NONE, trans)).toContain('there is nothing to compare with');
  expect(comparedWords(BAD, trans)).toBe(
    'c.ipynb is not as it was recorded: [2] was edited; other outputs at [3]; changed since: sales.csv'
  );
});

test('what has no record is not called as it was recorded', () => {
  expect([GOOD, NONE, BAD].map(isAsRecorded)).toEqual([true, false, false]);
  expect(allComparedWords([GOOD, NONE, BAD], trans)).toBe(
    '2 of 3 notebooks are not as they were recorded: b.ipynb and 1 more'
  );
  expect(allComparedWords([GOOD, GOOD], trans)).toBe('All 2 notebooks are as they were recorded.');
});
