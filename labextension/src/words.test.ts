import type { TranslationBundle } from '@jupyterlab/translation';
import examples from '../../tests/reporters/experiment_lines.json';
import type { IAttribution, ICellVerdict, IExperiment } from './answers';
import { attributionWords, EXPERIMENT_MARKS, experimentWords } from './words';

const filled = (text: string, values: unknown[]): string =>
  text.replace(/%(\d)/g, (_, place: string) => String(values[Number(place) - 1]));

/** English; the translator's own module is none that jest can read. */
const trans = {
  __: (text: string, ...values: unknown[]) => filled(text, values),
  _n: (one: string, many: string, count: number, ...values: unknown[]) =>
    filled(count === 1 ? one : many, [count, ...values])
} as unknown as TranslationBundle;

test.each(examples.experiments)('as in Python: $line', ({ experiment, mark, line }) => {
  const made = experiment as IExperiment;
  expect(experimentWords(made, trans)).toBe(line);
  expect(EXPERIMENT_MARKS[made.outcome]).toBe(mark);
});

test.each(examples.attributions)('as in Python: $line', ({ attribution, line }) => {
  const verdict = {
    cells: [1, 3].map(index => ({ index }) as ICellVerdict),
    context_changes: examples.context_changes
  };
  expect(attributionWords(attribution as IAttribution, verdict, trans)).toBe(line);
});
