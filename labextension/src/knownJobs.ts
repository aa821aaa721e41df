import type { IJob, INewestJobs, JobKind, Phase } from './answers';

const ACTIVE: ReadonlySet<Phase> = new Set<Phase>(['queued', 'running']);

/** Whether a job waits or runs. */
export function isActive(job: IJob | null): job is IJob {
  return job !== null && ACTIVE.has(job.phase);
}

/** What is known of the jobs of one notebook: the newest of each kind. */
export class KnownJobs {
  /** The newest of a kind. */
  of(kind: JobKind): IJob | null {
    return this._newest[kind] ?? null;
  }

  /** Of those that verify and those that also prove: what runs, else what waits, else what ended last. */
  get verification(): IJob | null {
    const jobs = [this.of('verify'), this.of('why')].filter(job => job !== null);
    return (
      jobs.find(job => job.phase === 'running') ??
      jobs.find(isActive) ??
      jobs.sort((one, other) => (one.ended < other.ended ? 1 : -1))[0] ??
      null
    );
  }

  /** The one of them with the newest verdict, which stands until there is another. */
  get judged(): IJob | null {
    return this._judged;
  }

  /** All that wait or run. */
  get active(): IJob[] {
    return Object.values(this._newest).filter(isActive);
  }

  /** Take what the server says of a job. */
  take(job: IJob): void {
    this._newest[job.kind] = job;
    const isVerdict = job.kind !== 'handoff' && job.verdict !== null;
    if (isVerdict && job.ended >= (this._judged?.ended ?? '')) {
      this._judged = job;
    }
  }

  /** Take the newest that the server has, unless what is known is newer; the same job remains the same object. */
  learn(newest: INewestJobs): void {
    for (const job of [newest.verify, newest.why, newest.handoff, newest.snapshot]) {
      if (job && !isKnown(this.of(job.kind), job)) {
        this.take(job);
      }
    }
  }

  private readonly _newest: Partial<Record<JobKind, IJob>> = {};
  private _judged: IJob | null = null;
}

function isKnown(known: IJob | null, job: IJob): boolean {
  const isSame = known?.id === job.id && known.phase === job.phase && known.ended === job.ended;
  return isSame || Number(known?.id ?? 0) > Number(job.id);
}
