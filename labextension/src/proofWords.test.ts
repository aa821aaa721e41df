import examples from '../../tests/reporters/experiment_lines.json';
import type { IAttribution, ICellVerdict, IExperiment } from './answers';
import { attributionWords, EXPERIMENT_MARKS, experimentWords } from './proofWords';
import { english } from './translation.example';

test.each(examples.experiments)('as in Python: $line', ({ experiment, mark, line }) => {
  const made = experiment as IExperiment;
  expect(experimentWords(made, english)).toBe(line);
  expect(EXPERIMENT_MARKS[made.outcome]).toBe(mark);
});

test.each(examples.attributions)('as in Python: $line', ({ attribution, line }) => {
  const verdict = {
    cells: [1, 3].map(index => ({ index }) as ICellVerdict),
    context_changes: examples.context_changes
  };
  expect(attributionWords(attribution as IAttribution, verdict, english)).toBe(line);
});
