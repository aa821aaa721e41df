import type { IDivergence, IValueChange } from '../answers';
import { cellsOf } from './cells';
import { mimeName, outputsOf } from './outputs';
import { treeOf, type INode } from './tree';

function change(...path: string[]): IValueChange {
  return { path, recorded: '1', found: '2' };
}

/** A tree with a `*` for each value. */
function written(nodes: INode[]): string {
  return nodes
    .map(({ names, change: value, children }) => {
      const inside = children.length ? `(${written(children)})` : '';
      return `${names.join('.')}${value ? '*' : ''}${inside}`;
    })
    .join(' ');
}

test('values stand below the places that lead to them', () => {
  const tree = treeOf([change('data', '0', 'y'), change('data', '1', 'x'), change('b')]);
  expect(written(tree)).toBe('data(0.y* 1.x*) b*');
  expect(tree.map(node => node.count)).toEqual([2, 1]);
});

test('a chain without a fork is one node', () => {
  expect(written(treeOf([change('a', 'b', 'c')]))).toBe('a.b.c*');
  expect(written(treeOf([change('a', 'b', 'c'), change('a', 'b', 'd')]))).toBe('a.b(c* d*)');
});

test('the document itself may be what changed', () => {
  expect(written(treeOf([change()]))).toBe('*');
  expect(treeOf([])).toEqual([]);
});

test('names of a stranger are only names', () => {
  expect(written(treeOf([change('__proto__', 'x'), change('constructor')]))).toBe(
    '__proto__.x* constructor*'
  );
});

test('a path of thousands of parts is no trouble', () => {
  const path = Array.from({ length: 50_000 }, () => '0');
  expect(treeOf([change(...path)])[0]?.names).toHaveLength(50_000);
});

function divergence(parts: Partial<IDivergence>): IDivergence {
  const none = { diff: '', mime: '', allowed: '', picture: '', variable: '' };
  const pictures = { recorded_picture: '', found_picture: '' };
  return { summary: '', output: 0, changes: [], ...none, ...pictures, ...parts };
}

test('only values of tables in HTML are cells', () => {
  const changes = [change('Oslo', 'price'), change('2', 'Rome', '')];
  expect(cellsOf(divergence({ mime: 'text/html', changes }))).toEqual([
    { table: '', row: 'Oslo', column: 'price', recorded: '1', found: '2' },
    { table: '2', row: 'Rome', column: '', recorded: '1', found: '2' }
  ]);
  expect(cellsOf(divergence({ mime: 'application/json', changes }))).toEqual([]);
});

test('of an output the representation that says most comes first', () => {
  const text = divergence({ mime: 'text/plain', diff: '-a\n+b' });
  const table = divergence({ mime: 'text/html', diff: 'x', changes: [change('a', 'b')] });
  const picture = divergence({ mime: 'image/png', picture: 'x', output: 2 });
  const passed = divergence({ mime: 'text/plain', diff: 'x', allowed: 'timings', output: 2 });
  const state = divergence({ variable: 'df' });
  const outputs = outputsOf([text, table, passed, picture, state]);
  expect(outputs.map(each => [each.key, each.first, ...each.others])).toEqual([
    ['0', table, text],
    ['2', picture, passed],
    ['variable df', state]
  ]);
});

test('streams and errors are called as people call them', () => {
  expect(mimeName('application/vnd.jupyter.stdout')).toBe('stdout');
  expect(mimeName('application/vnd.jupyter.widget-view+json')).toBe(
    'application/vnd.jupyter.widget-view+json'
  );
});
