import examples from '../../../tests/notebooks/paired_lines.json';
import { pairs } from './pairs';
import { rowsOf, type IRow } from './rows';

const HEAD = '--- recorded\n+++ found\n';

/** A row as `number text | number text`. */
function written(row: IRow): string {
  const [a, b] = [row.recorded, row.found].map(line => (line ? `${line.number} ${line.text}` : ''));
  return row.kind === 'gap' ? '⋯' : `${a} ${row.kind === 'same' ? '=' : '|'} ${b}`;
}

const rows = (diff: string): string[] => rowsOf(diff).map(written);

test('a changed line stands beside what it was', () => {
  expect(rows(`${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n+c`)).toEqual(['1 a = 1 a', '2 b | 2 c']);
});

test('a hunk further down begins with a gap and its own numbers', () => {
  expect(rows(`${HEAD}@@ -10,1 +12,2 @@\n x\n+y`)).toEqual(['⋯', '10 x = 12 x', ' | 13 y']);
});

test('a diff that was cut ends with a gap', () => {
  expect(rows(`${HEAD}@@ -1 +1 @@\n-a\n+b\n…`)).toEqual(['1 a | 1 b', '⋯']);
});

test('a removed line may look like the head of a diff', () => {
  expect(rows(`${HEAD}@@ -1 +0,0 @@\n--- x`)).toEqual(['1 -- x | ']);
});

test('an empty common line is a row, an empty diff has none', () => {
  expect(rows(`${HEAD}@@ -1,1 +1,1 @@\n `)).toEqual(['1  = 1 ']);
  expect(rows('')).toEqual([]);
});

it.each(examples.map(each => [each.what, each] as const))('%s', (_, example) => {
  expect(pairs(example.removed, example.added)).toEqual(example.pairs);
});

test('20,000 lines are read at once', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `-a ${i}`);
  const added = lines.map(line => `+${line.slice(1)}!`).slice(1);
  const began = performance.now();
  expect(rowsOf([...lines, ...added].join('\n'))).toHaveLength(10_000);
  expect(performance.now() - began).toBeLessThan(500);
});
