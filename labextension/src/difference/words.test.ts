import { visible, withoutColours } from './visible';
import { LONGEST_LINE, emphasised, tokens, type ISpan } from './words';

/** Spans with what changed in brackets. */
function written(spans: ISpan[]): string {
  return spans.map(s => (s.changed ? `[${s.text}]` : s.text)).join('');
}

const sides = (a: string, b: string): string[] => emphasised(a, b).map(written);

test('a number is one word', () => {
  expect(tokens('x=0.8125e-3, é_1')).toEqual(['x', '=', '0.8125e-3', ',', ' ', 'é_1']);
  expect(sides('accuracy 0.8125', 'accuracy 0.9125')).toEqual([
    'accuracy [0.8125]',
    'accuracy [0.9125]'
  ]);
});

test('white space that changed is marked', () => {
  expect(sides('a b', 'a  b')).toEqual(['a[ ]b', 'a[  ]b']);
});

test('lines with little in common are marked as a whole', () => {
  expect(sides('the quick fox', 'lorem ipsum dolor')).toEqual([
    '[the quick fox]',
    '[lorem ipsum dolor]'
  ]);
  expect(sides('', 'x')).toEqual(['', '[x]']);
});

test('a very long line is not matched by words', () => {
  const long = 'a '.repeat(LONGEST_LINE);
  expect(emphasised(`${long}1`, `${long}2`)[0]).toHaveLength(1);
});

test.each(['', 'a b', 'x\u0000y', '👩‍🔬 1.5 — “q”'])('nothing of %j is lost', text => {
  expect(tokens(text).join('')).toBe(text);
  const [left, right] = emphasised(text, `${text} 7`);
  expect(left.map(s => s.text).join('')).toBe(text);
  expect(right.map(s => s.text).join('')).toBe(`${text} 7`);
});

test('colours are left out unless they are all that differs', () => {
  const red = '\u001b[31mx\u001b[0m';
  expect(withoutColours(red, 'y')).toEqual(['x', 'y']);
  expect(withoutColours(red, red)).toEqual(['x', 'x']);
  expect(withoutColours(red, 'x')).toEqual([red, 'x']);
});

test('what cannot be seen is shown', () => {
  expect(visible('a\u001bb\u0000\tc')).toBe('a␛b␀\tc');
  expect(visible('\u202eevil\u007f')).toBe('‹U+202E›evil␡');
});
