import { exactWords, whenWords } from './moments';
import { english } from './translation.example';

const NOW = Date.parse('2026-11-30T12:00:00Z');

test.each([
  ['2026-11-30T11:59:31Z', 'just now'],
  ['2026-11-30T12:00:05Z', 'just now'],
  ['2026-11-30T11:57:30Z', '2 minutes ago'],
  ['2026-11-30T09:00:00Z', '3 hours ago'],
  ['2026-11-29T10:00:00Z', 'yesterday'],
  ['2026-11-20T12:00:00Z', 'last week'],
  ['2024-10-30T12:00:00Z', '2 years ago']
])('%s was %s', (stamp, words) => {
  expect(whenWords(stamp, english, NOW)).toBe(words);
});

test('a time stamp that is not known is no date', () => {
  expect(exactWords('')).toBe('');
});
