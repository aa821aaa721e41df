import type { IDivergence, IDrift, IJob, Status } from './answers';
import { marks } from './cellMark';
import type { IDocumentCell } from './documentCell';
import { NO_SESSION } from './sessionState';
import { standing } from './standing';
import { CELLS, STATE, job, known } from './standing.example';

function editedCells(id: string): IDocumentCell[] {
  return CELLS.map(cell => (cell.id === id ? { ...cell, digest: 'other' } : cell));
}

const DRIFT: IDrift = {
  uncommitted: [],
  changes: [
    { kind: 'data', name: 'x', recorded: '', found: '', matters: true, remedy: '', actions: [] }
  ]
};

describe('the standing of a notebook', () => {
  it('is not known before the server has answered', () => {
    expect(standing(known({ state: null })).name).toBe('unknown');
  });

  it('is not recorded, or pinned where the kernel is', () => {
    const state = { ...STATE, recorded: null, sources: {} };
    expect(standing(known({ state })).name).toBe('not-recorded');
    expect(standing(known({ state, session: { ...NO_SESSION, seed: 1 } })).name).toBe('pinned');
  });

  it('is recorded, verified or drifted by the snapshot', () => {
    expect(standing(known()).name).toBe('recorded');
    expect(standing(known({ state: { ...STATE, verified: true } })).name).toBe('verified');
    expect(standing(known({ drift: DRIFT })).name).toBe('drifted');
  });

  it('is not believed while its outputs are compared, nor when they are others', () => {
    const verification = job('identical', { a: 'identical' });
    const pending = new Set(['a']);
    expect(standing(known({ verification, pending })).name).toBe('comparing');
    expect(marks(known({ verification, pending })).has('a')).toBe(false);
    const others = new Map([['a', [{ summary: '1 became 2' } as IDivergence]]]);
    expect(standing(known({ verification, others })).name).toBe('other-outputs');
    expect(marks(known({ verification, others })).get('a')?.name).toBe('other-outputs');
    const state = { ...STATE, verified: true };
    expect(standing(known({ state, others, drift: DRIFT })).name).toBe('other-outputs');
  });

  it('forgets a verdict on outputs that nothing holds any more', () => {
    const state = { ...STATE, recorded: null, sources: {} };
    const verification = job('identical');
    expect(standing(known({ state, verification })).name).toBe('verified');
    const outdated = new Set([verification.id]);
    expect(standing(known({ state, verification, outdated })).name).toBe('not-recorded');
  });

  it('is known to be out of reach where the server has no part of ours', () => {
    expect(standing(known({ state: null, isServerMissing: true })).name).toBe('no-server');
  });

  it('names what the commit does not have', () => {
    const state = { ...STATE, verified: true, verified_commit: 'abc' };
    const drift = { changes: [], uncommitted: ['n.ipynb'] };
    expect(standing(known({ state, drift }))).toMatchObject({
      name: 'verified',
      uncommitted: ['n.ipynb']
    });
  });

  it('tells how far a verification is', () => {
    const verification: IJob = { ...job('identical'), phase: 'running', cell: 7, cells: 12 };
    expect(standing(known({ verification }))).toMatchObject({
      name: 'verifying',
      cell: 7,
      cells: 12
    });
    expect(standing(known({ verification: { ...verification, phase: 'queued' } })).name).toBe(
      'queued'
    );
  });

  it('tells which experiment is made, and keeps the verdict until there is another', () => {
    const judged = job('diverged', { a: 'diverged' });
    const doing = 'put back x';
    const verification: IJob = { ...job('diverged'), kind: 'why', phase: 'running', doing };
    const proving = known({ verification: { ...verification, verdict: null }, judged });
    expect(standing(proving)).toMatchObject({ name: 'proving', doing });
    expect(marks(proving).get('a')?.name).toBe('diverged');
    const cancelled: IJob = { ...verification, phase: 'cancelled', verdict: null };
    expect(standing(known({ verification: cancelled, judged })).name).toBe('diverged');
  });

  it.each<[Status, string]>([
    ['identical', 'verified'],
    ['equivalent', 'verified'],
    ['diverged', 'diverged'],
    ['failed', 'failed'],
    ['unverifiable', 'unverifiable']
  ])('is by a verdict of %s: %s', (status, name) => {
    expect(standing(known({ verification: job(status) })).name).toBe(name);
  });

  it('is edited at once when a cell is, and verified again when the edit is undone', () => {
    const verification = job('identical');
    expect(standing(known({ verification, cells: editedCells('a') })).name).toBe('edited');
    expect(standing(known({ verification })).name).toBe('verified');
  });

  it('does not mind a cell of our own magics, and minds a removed one', () => {
    const state = { ...STATE, verified: true };
    expect(standing(known({ state, cells: editedCells('pin') })).name).toBe('verified');
    expect(standing(known({ state, cells: CELLS.slice(0, 2) })).name).toBe('edited');
  });

  it('forgets a verdict on what was recorded before', () => {
    const state = { ...STATE, recorded: '2026-11-03T10:00:00Z' };
    expect(standing(known({ state, verification: job('diverged') })).name).toBe('recorded');
  });
});

describe('the mark of a cell', () => {
  it('is its verdict, until it is edited', () => {
    const verification = job('diverged', { a: 'identical', b: 'diverged' });
    const found = marks(known({ verification }));
    expect([found.get('a')?.name, found.get('b')?.name]).toEqual(['identical', 'diverged']);
    expect(marks(known({ verification, cells: editedCells('b') })).get('b')?.name).toBe('stale');
    expect(marks(known({ verification, cells: editedCells('b') })).get('a')?.name).toBe(
      'identical'
    );
  });

  it('of a notebook with new ids is found by the source', () => {
    const cells = CELLS.map(cell => ({ ...cell, id: `new-${cell.id}` }));
    const verification = job('diverged', { a: 'identical', b: 'diverged' });
    expect(marks(known({ verification, cells })).get('new-b')?.name).toBe('diverged');
  });

  it('names what ran out of order and what is not pinned', () => {
    const use = {
      cell: 'b',
      line: 1,
      kind: 'clock',
      what: 'time.time',
      remedy: '',
      certainty: 'observed' as const
    };
    const session = { ...NO_SESSION, out_of_order: ['a'], uses: [use] };
    const found = marks(known({ session }));
    expect([found.get('a')?.name, found.get('b')?.name]).toEqual(['out-of-order', 'unpinned']);
  });
});
