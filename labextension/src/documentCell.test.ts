import { matched, removed } from './documentCell';

// what jupyter_repro.notebooks.matched_cells.match_cells answers; tests/notebooks/test_matched_cells.py has the same
import examples from '../../tests/notebooks/matched_cells.json';

describe('the cells of a document', () => {
  it.each(examples.map(each => [each.what, each] as const))(
    'are matched as Python matches them: %s',
    (_what, { cells, recorded, matches }) => {
      const document = cells.map(([id = '', digest = ''], index) => ({
        index,
        id,
        digest,
        counted: true
      }));
      const known = Object.fromEntries(recorded) as Record<string, string>;
      const found = [...matched(document, known)].map(([id, each]) => [id, each.id]);
      expect(Object.fromEntries(found)).toEqual(matches);
      expect(removed(document, known)).toBe(recorded.length > Object.keys(matches).length);
    }
  );
});
