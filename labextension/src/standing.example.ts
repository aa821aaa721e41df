/** A notebook of three cells, as tests know it. */

import type { IJob, IState, Status } from './answers';
import type { IDocumentCell } from './documentCell';
import { NO_SESSION } from './sessionState';
import type { IKnown } from './standing';

export const CELLS: IDocumentCell[] = [
  { index: 0, id: 'pin', digest: 'p', counted: false },
  { index: 2, id: 'a', digest: '1', counted: true },
  { index: 3, id: 'b', digest: '2', counted: true }
];
const SOURCES = { pin: 'p', a: '1', b: '2' };

export const STATE: IState = {
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

export function job(status: Status, cells: Record<string, Status> = {}): IJob {
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

export function known(some: Partial<IKnown> = {}): IKnown {
  return {
    cells: CELLS,
    state: STATE,
    drift: null,
    session: NO_SESSION,
    verification: null,
    judged: some.verification?.verdict ? some.verification : null,
    handOver: null,
    recording: null,
    others: new Map(),
    pending: new Set(),
    outdated: new Set(),
    obstacle: '',
    explained: '',
    isServerMissing: false,
    ...some
  };
}
