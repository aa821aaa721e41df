import type { TranslationBundle } from '@jupyterlab/translation';
import { said, serverMessage } from './serverWords';
import { english } from './translation.example';

const SENTENCES = [
  [
    'data/sales.csv changed since the snapshot (3.1 kB, was 3.0 kB)',
    '%1 changed since the snapshot (%2 kB, was %3 kB)'
  ],
  ['[1] ran after [2]', '%1 ran after %2'],
  ['0.8125 became 0.9125 (relative change 0.12)', '%1 became %2 (relative change %3)'],
  [
    'restore it with: jupyter repro restore a.ipynb --data',
    'restore it with: jupyter repro restore %1 %2'
  ],
  ['random numbers, unpinned.', 'random numbers, unpinned.'],
  ['3 of 4 pixels differ,\nall within 5x5', '%1 of %2 pixels differ,\nall within %3']
] as const;

test.each(SENTENCES)('%s has its key', (sentence, key) => {
  expect(serverMessage(sentence).key).toBe(key);
});

test.each(SENTENCES)('%s stays as it is where it has no translation', sentence => {
  expect(said(sentence, english)).toBe(sentence);
});

test('a translation holds for every file, number and cell', () => {
  const words: Record<string, string> = { '%1 ran after %2': 'nach %2 lief %1' };
  const german = {
    __: (text: string, ...values: string[]) => english.__(words[text] ?? text, ...values)
  } as unknown as TranslationBundle;
  expect(said('[1] ran after [2]', german)).toBe('nach [2] lief [1]');
  expect(said('[5] ran after [12]', german)).toBe('nach [12] lief [5]');
});

test('an empty sentence is not looked up: its translation would be the head of the catalogue', () => {
  const refuses = {
    __: () => {
      throw new Error('looked up');
    }
  } as unknown as TranslationBundle;
  expect(said('', refuses)).toBe('');
});
