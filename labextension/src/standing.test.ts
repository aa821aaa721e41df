import type { IDrift, IJob, IState, Status } from './answers';
import { marks } from './cellMark';
import type { IDocumentCell } from './documentCell';
import { NO_SESSION } from './sessionState';
import type { IKnown } from './standing';
import { standing } from './standing';

const CELLS: IDocumentCell[] = [
  { index: 0, id: 'pin', digest: 'p', counted: false },
  { index: 2, id: 'a', digest: '1', counted: true },
  { index: 3, id: 'b', digest: '2', counted: true }
];
const SOURCES = { pin: 'p', a: '1', b: '2' };

const STATE: IState = {
  version: '0',
  recorded: '2026-11-01T10:00:00Z',
  verified: false,
  file: '/n.ipynb',
  verified_at: '',
  verified_commit: '',
  seed: 42,
  sections: [],
  hidden_state: [],
  uses: [],
  sources: SOURCES,
  jobs: {}
};

function job(status: Status, cells: Record<string, Status> = {}): IJob {
  return {
    id: '1',
    kind: 'verify',
    path: 'n.ipynb',
    phase: 'done',
    cell: 3,
    cells: 3,
    doing: '',
    ended: '2026-11-02T10:00:00Z',
    verdict: {
      path: 'n.ipynb',
      status,
      seconds: 1,
      first_divergence: null,
      context_changes: [],
      notes: [],
      strict: false,
      unchanged_since: '',
      used: null,
      experiments: [],
      dependence: [],
      order: [],
      attributions: [],
      fixes: [],
      cells: Object.entries(cells).map(([id, each], index) => ({
        index,
        id,
        status: each,
        divergences: [],
        causes: [],
        source: ''
      }))
    },
    sources: SOURCES,
    bundle: '',
    error: '',
    remedy: ''
  };
}

function known(some: Partial<IKnown> = {}): IKnown {
  return {
    cells: CELLS,
    state: STATE,
    drift: null,
    session: NO_SESSION,
    verification: null,
    judged: some.verification?.verdict ? some.verification : null,
    handOver: null,
    ...some
  };
}

function editedCells(id: string): IDocumentCell[] {
  return CELLS.map(cell => (cell.id === id ? { ...cell, digest: 'other' } : cell));
}

const DRIFT: IDrift = {
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

  it('of a notebook whose ids were made up anew is found by the source', () => {
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
