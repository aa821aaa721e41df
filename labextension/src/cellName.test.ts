import { cellName, numbered } from './cellName';

const cells = [{ index: 1 }, { index: 2 }, { index: 5 }];

test('a code cell is named by its number among code cells', () => {
  expect(cells.map(cell => cellName(cells, cell.index))).toEqual(['[1]', '[2]', '[3]']);
});

test('a number is shown as an execution count is', () => {
  expect(numbered(4)).toBe('[4]');
});
