import type { IAction, ICause, IDrifted } from './answers';
import { isUndone } from './causeState';
import { nextStep } from './nextStep';
import { NO_SESSION } from './sessionState';
import type { IKnown } from './standing';
import { CELLS, STATE, job, known } from './standing.example';

const RAN = CELLS.map(cell => ({ cell: cell.id, digest: cell.digest, count: 1 }));
const UNRECORDED = { ...STATE, recorded: null, sources: {} };
const PINNED = { ...NO_SESSION, seed: 42 };
const RESTORE: IAction = { do: 'restore', name: 'd.csv' };

const drifted = (actions: IAction[]): IDrifted => ({
  kind: 'data',
  name: 'd.csv',
  recorded: '1',
  found: '2',
  matters: true,
  remedy: '',
  actions
});

const CAUSE: ICause = {
  kind: 'data',
  certainty: 'observed',
  what: 'd.csv changed',
  where: null,
  remedy: '',
  name: 'd.csv',
  actions: [RESTORE]
};

function diverged(causes: ICause[]): IKnown {
  const verification = job('diverged', { pin: 'identical', a: 'diverged' });
  const verdict = verification.verdict;
  if (verdict) {
    verdict.first_divergence = 1;
    verdict.cells.forEach(cell => cell.index === 1 && cell.causes.push(...causes));
    verdict.context_changes.push({ ...drifted([]) });
  }
  return known({ verification, drift: { changes: [drifted([RESTORE])], uncommitted: [] } });
}

describe('the next step', () => {
  it('leads from a fresh page to the first verdict in three clicks', () => {
    expect(nextStep(known({ state: UNRECORDED }))?.name).toBe('pin-and-run');
    const session = { ...PINNED, runs: RAN };
    expect(nextStep(known({ state: UNRECORDED, session }))?.name).toBe('snapshot');
    expect(nextStep(known({ session }))?.name).toBe('verify');
    expect(nextStep(known({ verification: job('identical') }))).toBeNull();
  });

  it('runs all cells before a session that differs from that is recorded', () => {
    const session = { ...PINNED, runs: RAN, hidden_state: ['[2] ran twice'] };
    expect(nextStep(known({ state: UNRECORDED, session }))?.name).toBe('run');
    expect(nextStep(known({ state: UNRECORDED, session: PINNED }))?.name).toBe('run');
  });

  it('takes nothing away from a kernel that has run something: it pins, and no more', () => {
    const session = { ...NO_SESSION, runs: RAN };
    expect(nextStep(known({ state: UNRECORDED, session }))?.name).toBe('pin');
  });

  it('of a kernel that cannot be recorded is the command line', () => {
    expect(nextStep(known({ state: UNRECORDED, obstacle: 'language' }))?.name).toBe('outside');
  });

  it('names the cell that shows other outputs', () => {
    const others = new Map([['b', []]]);
    expect(nextStep(known({ others }))).toMatchObject({ name: 'run', cell: '[3]' });
    const session = { ...PINNED, runs: RAN };
    expect(nextStep(known({ others, session }))?.name).toBe('verify');
  });

  it('of a divergence is why, then the file that can be restored, then another verification', () => {
    const found = diverged([CAUSE]);
    expect(nextStep(found)).toMatchObject({ name: 'why', cell: '[2]' });
    const explained = { ...found, explained: '1' };
    expect(nextStep(explained)).toMatchObject({ name: 'restore', file: 'd.csv' });
    expect(isUndone(CAUSE, explained)).toBe(false);
    const restored = { ...explained, drift: { changes: [], uncommitted: [] } };
    expect(isUndone(CAUSE, restored)).toBe(true);
    expect(nextStep(restored)).toMatchObject({ name: 'verify', file: 'd.csv' });
  });

  it('of a divergence of which nothing is known to help is an experiment', () => {
    const explained = { ...diverged([]), explained: '1', drift: null };
    expect(nextStep(explained)?.name).toBe('prove');
  });
});
