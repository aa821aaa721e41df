import type { IDivergence, IDrift, IJob, IState, JobKind, Status } from './answers';
import type { IDocumentCell } from './documentCell';
import { edited, removed } from './documentCell';
import type { ISessionState } from './answers';
import { isActive } from './knownJobs';

/** All that is known of an open notebook. */
export interface IKnown {
  cells: readonly IDocumentCell[];
  /** Null until the server has answered. */
  state: IState | null;
  drift: IDrift | null;
  session: ISessionState;
  /** By cell id what differs, for the cells that show other outputs than were recorded. */
  others: ReadonlyMap<string, readonly IDivergence[]>;
  /** Ids of the cells whose outputs are not compared with what was recorded yet. */
  pending: ReadonlySet<string>;
  /** Ids of the verifications of a notebook without a snapshot that has shown other outputs since. */
  outdated: ReadonlySet<string>;
  /** Why nothing can be recorded in the kernel: it is not of Python, or its environment lacks us; empty where it can. */
  obstacle: '' | 'language' | 'missing';
  /** Id of the verification whose first difference the user was shown; empty for none. */
  explained: string;
  /** Whether the server has no part of ours. */
  isServerMissing: boolean;
  /** Of the jobs that verify and those that also prove, the one that runs, waits, or ended last. */
  verification: IJob | null;
  /** The one of them with the newest verdict. */
  judged: IJob | null;
  handOver: IJob | null;
  /** A snapshot that is taken beside the page. */
  recording: IJob | null;
}

/** Whether the notebook can be believed, in one word. */
export type StandingName =
  | 'unknown'
  | 'no-server'
  | 'not-recorded'
  | 'pinned'
  | 'recorded'
  | 'edited'
  | 'comparing'
  | 'other-outputs'
  | 'queued'
  | 'verifying'
  | 'proving'
  | 'packing'
  | 'recording'
  | 'verified'
  | 'diverged'
  | 'failed'
  | 'unverifiable'
  | 'drifted';

export interface IStanding {
  name: StandingName;
  /** Cells that were run, and that there are, while it is verified. */
  cell: number;
  cells: number;
  /** The experiment that is made now, in words; empty where none is. */
  doing: string;
  /** When it was verified, in ISO 8601, and by which commit; empty where that is not known. */
  when: string;
  commit: string;
  /** Files of the result that this commit does not have as they are. */
  uncommitted: readonly string[];
}

/** The standing of a notebook. */
export function standing(known: IKnown): IStanding {
  const { state, verification, handOver, recording } = known;
  const job = [verification, handOver, recording].find(isActive);
  if (job) {
    return { ...named(job.phase === 'queued' ? 'queued' : OF_KIND[job.kind]), ...progress(job) };
  }
  if (state === null) {
    return named(known.isServerMissing ? 'no-server' : 'unknown');
  }
  const verdict = freshVerdict(known);
  return verdict ? judged(known, verdict) : unjudged(known, state);
}

/** The job that has a verdict on what is recorded now; null where there is none. */
export function lastVerdict(known: IKnown): IJob | null {
  const job = known.judged;
  const rerecorded = (known.state?.recorded ?? '') > (job?.ended ?? '');
  return job?.verdict && !rerecorded && !known.outdated.has(job.id) ? job : null;
}

/** The same, where the document still has the sources that were verified. */
export function freshVerdict(known: IKnown): IJob | null {
  const job = lastVerdict(known);
  return job && isUnchanged(known.cells, job.sources) ? job : null;
}

const OF_KIND: Readonly<Record<JobKind, StandingName>> = {
  verify: 'verifying',
  why: 'proving',
  handoff: 'packing',
  snapshot: 'recording'
};

const OF_STATUS: Readonly<Record<Status, StandingName>> = {
  identical: 'verified',
  equivalent: 'verified',
  ignored: 'verified',
  diverged: 'diverged',
  failed: 'failed',
  stale: 'edited',
  unverifiable: 'unverifiable'
};

function judged(known: IKnown, job: IJob): IStanding {
  const name = OF_STATUS[job.verdict?.status ?? 'unverifiable'];
  if (known.state?.recorded === null && name === 'unverifiable') {
    return unjudged(known, known.state);
  }
  const commit = known.state?.verified_commit ?? '';
  return {
    ...named(name === 'verified' ? believed(known, name) : name),
    when: job.ended,
    commit,
    uncommitted: known.drift?.uncommitted ?? []
  };
}

function unjudged(known: IKnown, state: IState): IStanding {
  if (state.recorded === null) {
    return named(known.session.seed === null ? 'not-recorded' : 'pinned');
  }
  if (!isUnchanged(known.cells, state.sources)) {
    return named('edited');
  }
  const name = believed(known, state.verified ? 'verified' : 'recorded');
  return {
    ...named(name),
    when: state.verified_at,
    commit: state.verified_commit,
    uncommitted: known.drift?.uncommitted ?? []
  };
}

/** The name where what is on the screen is what was recorded, and depends on what it depended on. */
function believed(known: IKnown, name: StandingName): StandingName {
  if (known.others.size) {
    return 'other-outputs';
  }
  if (known.pending.size) {
    return 'comparing';
  }
  return known.drift?.changes.length ? 'drifted' : name;
}

function isUnchanged(
  cells: readonly IDocumentCell[],
  sources: Readonly<Record<string, string>>
): boolean {
  return !edited(cells, sources).size && !removed(cells, sources);
}

function named(name: StandingName): IStanding {
  return { name, cell: 0, cells: 0, doing: '', when: '', commit: '', uncommitted: [] };
}

function progress({ cell, cells, doing }: IJob): Partial<IStanding> {
  return { cell, cells, doing };
}
