import { counts, sourceDigest } from './sourceDigest';

// what jupyter_repro.notebooks.source_digests.source_digest answers; tests/notebooks/test_source_digests.py has the same pairs
import pairs from '../../tests/notebooks/source_digests.json';

describe('the digest of a source', () => {
  it.each(pairs)('is the one that Python makes: %#', ({ source, digest }) => {
    expect(sourceDigest(source)).toBe(digest);
  });
});

describe('a cell', () => {
  it.each(['', '  \n', '%load_ext jupyter_repro\n%repro pin 42', '%repro snapshot'])(
    'of nothing but our own magics has nothing to verify: %j',
    source => expect(counts(source)).toBe(false)
  );

  it.each(['1 + 1', '%repro pin 42\nimport random', '# %repro'])('of the author has: %j', source =>
    expect(counts(source)).toBe(true)
  );
});
