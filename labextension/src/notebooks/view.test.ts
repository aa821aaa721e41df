import { rowOf, shownStatus } from './notebookRow';
import { notebook, progress } from './notebooks.example';
import type { IView } from './view';
import { FIRST_VIEW, shownRows, sortedBy, statusCounts, toggled } from './view';

const ROWS = [
  notebook('b/10.ipynb', { when: '2026-11-03T10:00:00Z', seconds: 9 }),
  notebook('b/9.ipynb', { status: 'diverged', why: '[4]: sales.csv changed' }),
  notebook('a.ipynb', { drift: ['sales.csv'], when: '', seconds: null }),
  notebook('c.ipynb', { status: 'not-recorded', job: progress('c.ipynb') })
].map(rowOf);

function paths(view: Partial<IView>): string[] {
  return shownRows(ROWS, { ...FIRST_VIEW, ...view }).map(row => row.path);
}

test('what was verified and depends on something else now is not called verified', () => {
  expect(ROWS.map(shownStatus)).toEqual(['verified', 'diverged', 'drifted', 'queued']);
  expect(rowOf(notebook('d', { status: 'edited', drift: ['x'] })).known).toBe('edited');
});

test('what needs a look first stands first, and a row does not move while it is verified', () => {
  expect(paths({})).toEqual(['b/9.ipynb', 'a.ipynb', 'c.ipynb', 'b/10.ipynb']);
});

test('each column sorts, numbers in names by their value and equal rows by their names', () => {
  expect(paths({ column: 'path' })).toEqual(['a.ipynb', 'b/9.ipynb', 'b/10.ipynb', 'c.ipynb']);
  expect(paths({ column: 'when', isDescending: true })[0]).toBe('b/10.ipynb');
  expect(paths({ column: 'seconds' })[0]).toBe('a.ipynb');
  expect(paths({ column: 'drift', isDescending: true })[0]).toBe('a.ipynb');
  expect(paths({ column: 'why' })[0]).toBe('b/9.ipynb');
});

test('a column that is chosen again is turned round', () => {
  const once = sortedBy(FIRST_VIEW, 'path');
  expect([once.column, once.isDescending]).toEqual(['path', false]);
  expect(sortedBy(once, 'path').isDescending).toBe(true);
  expect(sortedBy(once, 'when').isDescending).toBe(true);
});

test('all words are searched for, in names, causes and what has drifted', () => {
  expect(paths({ search: 'SALES' })).toEqual(['b/9.ipynb', 'a.ipynb']);
  expect(paths({ search: 'sales b/' })).toEqual(['b/9.ipynb']);
  expect(paths({ search: 'sales nothing' })).toEqual([]);
});

test('the chosen statuses are shown, and all again when none is chosen any more', () => {
  const one = toggled(FIRST_VIEW, 'diverged');
  expect(paths(one)).toEqual(['b/9.ipynb']);
  expect(paths(toggled(one, 'queued'))).toEqual(['b/9.ipynb', 'c.ipynb']);
  expect(toggled(one, 'diverged')).toEqual(FIRST_VIEW);
});

test('statuses are counted among what is searched for, what is done now first', () => {
  expect(statusCounts(ROWS, '')).toEqual([
    ['queued', 1],
    ['diverged', 1],
    ['drifted', 1],
    ['verified', 1]
  ]);
  expect(statusCounts(ROWS, '10')).toEqual([['verified', 1]]);
});
