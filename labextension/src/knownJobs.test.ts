import type { IJob, IVerdict } from './answers';
import { KnownJobs } from './knownJobs';

const VERDICT = { status: 'diverged' } as IVerdict;
const DONE: Partial<IJob> = { phase: 'done', verdict: VERDICT };

function job(id: string, some: Partial<IJob>): IJob {
  return {
    id,
    kind: 'verify',
    path: 'n.ipynb',
    phase: 'queued',
    cell: 0,
    cells: 0,
    doing: '',
    ended: some.phase === 'queued' || some.phase === 'running' ? '' : `2026-11-02T10:00:0${id}Z`,
    verdict: null,
    sources: {},
    bundle: '',
    error: '',
    remedy: '',
    ...some
  };
}

function known(...jobs: IJob[]): KnownJobs {
  const found = new KnownJobs();
  jobs.forEach(each => found.take(each));
  return found;
}

const verified = job('1', DONE);
const proven = job('2', { ...DONE, kind: 'why' });

test('the newest of those that verify and those that prove is the verification', () => {
  expect(known().verification).toBeNull();
  expect(known(verified, proven).verification).toBe(proven);
  expect(known(proven, verified).verification).toBe(proven);
  expect(known(verified, proven, job('3', DONE)).verification?.id).toBe('3');
});

test('what runs comes before what waits, and both before what has ended', () => {
  const waits = job('3', { kind: 'why', phase: 'queued' });
  const runs = job('2', { phase: 'running' });
  expect(known(verified, waits).verification).toBe(waits);
  expect(known(runs, waits).verification).toBe(runs);
  expect(known(runs, waits).active).toEqual([runs, waits]);
});

test('a verdict stands until there is another', () => {
  expect(known(verified, job('2', { kind: 'why', phase: 'running' })).judged).toBe(verified);
  expect(known(verified, job('2', { kind: 'why', phase: 'cancelled' })).judged).toBe(verified);
  expect(known(verified, proven).judged).toBe(proven);
  expect(known(proven, verified).judged).toBe(proven);
});

test('a hand-over is no verification', () => {
  const packed = job('3', { ...DONE, kind: 'handoff' });
  const jobs = known(packed);
  expect([jobs.verification, jobs.judged, jobs.of('handoff')]).toEqual([null, null, packed]);
});

test('the same job remains the same object, and an older one is not learnt', () => {
  const jobs = known(proven);
  jobs.learn({ why: { ...proven }, verify: verified });
  expect([jobs.of('why'), jobs.of('verify')]).toEqual([proven, verified]);
  expect(jobs.of('why')).toBe(proven);
  jobs.learn({ why: job('1', { kind: 'why', phase: 'cancelled' }) });
  expect(jobs.of('why')).toBe(proven);
});
