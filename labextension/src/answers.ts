/** What the server extension answers, as docs/server.md has it. */

export type Status =
  'identical' | 'equivalent' | 'diverged' | 'failed' | 'stale' | 'unverifiable' | 'ignored';

/** A place in a notebook: index among all cells from 0, line from 1. */
export interface IWhere {
  cell: number;
  line: number | null;
}

/** Something that one click can do about a cause. */
export interface IAction {
  do: 'pin' | 'restart' | 'restore';
  /** What it is done to: the file that is restored. */
  name: string;
}

export interface ICause {
  kind: string;
  certainty: 'proven' | 'observed' | 'suspected';
  what: string;
  where: IWhere | null;
  remedy: string;
  actions: IAction[];
}

/** A value that was another: of a table by row and column, of JSON by path. */
export interface IValueChange {
  /** From the outermost in: row and column of a table, keys and indices of JSON. */
  path: string[];
  recorded: string;
  found: string;
}

export interface IDivergence {
  summary: string;
  /** Unified diff; empty where there is none to show. */
  diff: string;
  output: number;
  mime: string;
  /** By which declaration or rule it is let pass; empty for a real divergence. */
  allowed: string;
  /** PNG, as base64, of the difference, and of both sides; empty where it is no picture. */
  picture: string;
  recorded_picture: string;
  found_picture: string;
  variable: string;
  changes: IValueChange[];
}

export interface ICellVerdict {
  index: number;
  id: string;
  status: Status;
  divergences: IDivergence[];
  causes: ICause[];
}

export interface IContextChange {
  kind: string;
  name: string;
  recorded: string;
  found: string;
  matters: boolean;
}

export interface IVerdict {
  path: string;
  status: Status;
  seconds: number;
  first_divergence: number | null;
  cells: ICellVerdict[];
  context_changes: IContextChange[];
  notes: string[];
}

export type JobKind = 'verify' | 'handoff';
export type Phase = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

/** Work of the server: a verification, or a hand-over. */
export interface IJob {
  id: string;
  kind: JobKind;
  path: string;
  phase: Phase;
  /** Cells that were run, and that there are. */
  cell: number;
  cells: number;
  /** When it ended, in ISO 8601; empty before. */
  ended: string;
  verdict: IVerdict | null;
  /** Cell id to the digest of the source that was verified; empty before it is done. */
  sources: Record<string, string>;
  /** Path of the bundle that a hand-over wrote, relative to the server's root; empty where there is none. */
  bundle: string;
  error: string;
  remedy: string;
}

/** How far a job is, as an event tells it. */
export interface IProgress {
  id: string;
  kind: JobKind;
  path: string;
  phase: Phase;
  cell: number;
  cells: number;
  status?: Status;
}

/** A source of nondeterminism that was used and is not pinned. */
export interface IUse {
  cell: string;
  line: number;
  kind: string;
  what: string;
  remedy: string;
  certainty: 'observed' | 'suspected';
}

/** One thing that the result depends on, in words. */
export interface IFact {
  name: string;
  what: string;
}

/** A topic of the context: seed and pins, data, code, packages, machine. */
export interface ISection {
  topic: string;
  facts: IFact[];
}

/** What is recorded of a notebook. */
export interface IState {
  /** Of the server's jupyter-repro. */
  version: string;
  /** When, in ISO 8601; null where the notebook has no snapshot. */
  recorded: string | null;
  /** The notebook on the server's disk, an absolute path. */
  file: string;
  verified: boolean;
  /** When it was first verified, in ISO 8601, and by which commit; empty where that is not known. */
  verified_at: string;
  verified_commit: string;
  seed: number | null;
  sections: ISection[];
  hidden_state: string[];
  uses: IUse[];
  /** Cell id to the digest of the source that was recorded. */
  sources: Record<string, string>;
  /** The newest job of each kind. */
  jobs: Partial<Record<JobKind, IJob>>;
}

/** A part of the context that is not what was recorded. */
export interface IDrifted extends IContextChange {
  remedy: string;
  actions: IAction[];
}

/** What of the context is not as it was recorded, without a run. */
export interface IDrift {
  changes: IDrifted[];
}

/** A recorded file that was brought back; paths are relative to the server's root. */
export interface IRestored {
  path: string;
  /** That it is of. */
  commit: string;
  /** Where the file that was there is kept; empty where there was none. */
  kept: string;
}
