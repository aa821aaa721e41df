// Made from the Python structs by `make schemas`; what is changed by hand is lost.

export type Status =
  'identical' | 'equivalent' | 'diverged' | 'failed' | 'stale' | 'unverifiable' | 'ignored';

export type Certainty = 'proven' | 'observed' | 'suspected';

export type How = 'repeat' | 'hold' | 'vary' | 'put-back';

export type Outcome = 'returns' | 'alike' | 'differs' | 'failed' | 'not-tried';

export type JobKind = 'verify' | 'why' | 'handoff' | 'snapshot';

export type Phase = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

export type NotebookStatus =
  | 'not-recorded'
  | 'recorded'
  | 'verified'
  | 'edited'
  | 'diverged'
  | 'failed'
  | 'unverifiable'
  | 'unreadable';

/** A value that was another; "" for one that is missing on that side. */
export interface IValueChange {
  path: string[];
  recorded: string;
  found: string;
}

/** One representation of one output that differs. */
export interface IDivergence {
  summary: string;
  diff: string;
  output: number;
  mime: string;
  allowed: string;
  /** A PNG of the difference, as base64, where the representation is a picture. */
  picture: string;
  /**
   * The recorded picture likewise, reduced where it is large, to be laid over the one that was
   * found.
   */
  recorded_picture: string;
  found_picture: string;
  /** Name of the watched variable whose state differs, where it is not an output that does. */
  variable: string;
  /** The first values that differ, where the representation is a table or JSON. */
  changes: IValueChange[];
}

/** A place in a notebook: index among all cells from 0, line from 1. */
export interface IWhere {
  cell: number;
  line: number | null;
}

/** Something that a front end can do at once. */
export interface IAction {
  do: 'pin' | 'restart' | 'restore';
  /** What it is done to: the file that is restored. */
  name: string;
}

/** Why an output differs, and what one click can do about it. */
export interface ICause {
  kind: string;
  certainty: Certainty;
  what: string;
  where: IWhere | null;
  remedy: string;
  /**
   * Of what changed, as its context change has it; empty for a cause that is no change of one
   * thing.
   */
  name: string;
  actions: IAction[];
}

/** What a verification says of one code cell. */
export interface ICellVerdict {
  /** Among all cells, from 0. */
  index: number;
  id: string;
  status: Status;
  divergences: IDivergence[];
  causes: ICause[];
  /**
   * The code of a cell that has divergences: lines to show, without those that may hold a secret.
   */
  source: string;
  /** That its run took; left out where it was not run. */
  seconds?: number;
  /** Bytes by which the kernel's peak memory rose in it; left out where that is not known. */
  memory_growth?: number;
}

/** One part of the context that is not what was recorded. */
export interface IContextChange {
  kind: string;
  name: string;
  recorded: string;
  found: string;
  /**
   * Whether the result may depend on it: not on a package that is only installed, nor on what git
   * calls the commit, for the files are compared themselves.
   */
  matters: boolean;
}

/** What a run used of the machine, besides time. */
export interface IResourceUse {
  /** Of the kernel and its child processes, together. */
  cpu_seconds: number;
  /** Bytes that were resident at once, of the kernel and its child processes together. */
  peak_memory: number;
}

/** A run, or several, in which one thing was another, and what came of it. */
export interface IExperiment {
  how: How;
  /** Of the cause that it is an experiment about; "" for a repetition. */
  kind: string;
  /** Of what was held, varied or put back; several, that belong together, are joined by ` + `. */
  name: string;
  outcome: Outcome;
  /** What more there is to say. */
  what: string;
  runs: number;
  seconds: number;
}

/** How much of a number's change comes of one thing. */
export interface IShare {
  kind: string;
  /** "" for what none of them accounts for. */
  name: string;
  amount: number;
}

/** Where the change of one number comes from; the shares add up to it. */
export interface IAttribution {
  cell: number;
  /** What stands before it in the output, else which number of the output it is, from 1. */
  number: string;
  recorded: number;
  found: number;
  shares: IShare[];
  /** Standard deviation of the number from seed to seed, where a sweep recorded it. */
  spread: number | null;
}

/** An edit of a copy of the notebook that was tried, and whether the copy reproduces with it. */
export interface IFix {
  /** Of the cause that it is for. */
  kind: string;
  what: string;
  /** Unified diff of the sources and the metadata of the cells that it edits. */
  diff: string;
  /** Whether it is one of those with which the copy was recorded and verified twice. */
  cured: boolean;
  /** What came of it otherwise; "" for one that cured. */
  why_not: string;
}

/** What a verification says of one notebook. */
export interface IVerdict {
  path: string;
  status: Status;
  seconds: number;
  /** Index of the first cell that diverged, failed or is stale. */
  first_divergence: number | null;
  cells: ICellVerdict[];
  context_changes: IContextChange[];
  /** What else a reader should know, a sentence each. */
  notes: string[];
  /** Whether drift that matters is a failure. */
  strict: boolean;
  /** When it was run, where it was not run now; "" where it was. */
  unchanged_since: string;
  /** Null where nothing was run. */
  used: IResourceUse | null;
  /** That were made to prove the cause, in their order; empty where none were. */
  experiments: IExperiment[];
  /** Pairs of cells of which the first depends directly on the second. */
  dependence: [number, number][];
  /** Indexes of cells in the order that gives the stored outputs, where one was found. */
  order: number[];
  /** Where the change of each number comes from. */
  attributions: IAttribution[];
  /** Remedies that were tried; empty where none were. */
  fixes: IFix[];
}

/** Work of the server: a verification, with or without experiments, a hand-over, or a snapshot. */
export interface IJob {
  id: string;
  kind: JobKind;
  path: string;
  phase: Phase;
  /** Cells that were run. */
  cell: number;
  /** Cells that there are. */
  cells: number;
  /** The experiment that is made now, in words; empty where none is. */
  doing: string;
  /** When it ended, in ISO 8601; empty before. */
  ended: string;
  verdict: IVerdict | null;
  /** Cell id to the digest of the source that was verified; empty before it is done. */
  sources: Record<string, string>;
  /**
   * Path of the bundle that a hand-over wrote, relative to the server's root; empty where there is
   * none.
   */
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
  /** The experiment that is made now, in words; empty where none is. */
  doing: string;
  /** The verdict's, when it is done. */
  status?: Status;
}

/** One thing that the result depends on. */
export interface IFact {
  name: string;
  what: string;
}

/** A topic of the context. */
export interface IContextSection {
  topic: string;
  facts: IFact[];
}

/** A source of nondeterminism that a probe saw used. */
export interface IUse {
  kind: string;
  cell: string;
  line: number;
  what: string;
  remedy: string;
  /** `suspected` where it stands in the cell's source and may not have run. */
  certainty: 'observed' | 'suspected';
  /** Of the file that was looked at; left out for every other source. */
  name?: string;
  /** What the look found of it. */
  found?: string;
}

/** The newest job of each kind. */
export interface INewestJobs {
  verify?: IJob;
  why?: IJob;
  handoff?: IJob;
  snapshot?: IJob;
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
  /** When it was first verified, in ISO 8601; empty where that is not known. */
  verified_at: string;
  verified_commit: string;
  seed: number | null;
  sections: IContextSection[];
  hidden_state: string[];
  uses: IUse[];
  /** Cell id to the digest of the source that was recorded. */
  sources: Record<string, string>;
  jobs: INewestJobs;
}

/** A part of the context that is not what was recorded. */
export interface IDrifted {
  kind: string;
  name: string;
  recorded: string;
  found: string;
  matters: boolean;
  remedy: string;
  actions: IAction[];
}

/** What of the context is not as it was recorded, without a run. */
export interface IDrift {
  changes: IDrifted[];
  /**
   * Files of the result that git does not have as they are: the notebook, its data, its local
   * modules.
   */
  uncommitted: string[];
}

/** What of the outputs on a page is not as it was recorded. */
export interface IShown {
  /** When what they were compared with was recorded; null where the notebook has no snapshot. */
  recorded: string | null;
  /** Id of each recorded cell that was compared to what differs; empty where nothing does. */
  cells: Record<string, IDivergence[]>;
}

/** A recorded file that was brought back; paths are relative to the server's root. */
export interface IRestored {
  path: string;
  /** Where it was had from; empty where it was as it was recorded already. */
  from: string;
  /** Where the file that was there is kept; empty where there was none. */
  kept: string;
}

/** Where one of many notebooks stands, found without a run. */
export interface INotebook {
  /** Relative to the server's root. */
  path: string;
  status: NotebookStatus;
  /** When it was verified, or else recorded, in ISO 8601; empty where that is not known. */
  when: string;
  /**
   * Where it diverged first and why, or why it cannot be read or believed; empty where there is
   * nothing to say.
   */
  why: string;
  /** That its last run took; null where that is not known. */
  seconds: number | null;
  /** Data files and local modules that are not as they were recorded. */
  drift: string[];
  /** Data files of their recorded size that are too large to be read for this. */
  unread: string[];
  /** Id of the job whose report there is; empty where there is none. */
  report: string;
  /** The verification or snapshot that waits or runs. */
  job: IProgress | null;
}

/** Where the notebooks of a folder stand, or all below it. */
export interface INotebooks {
  /** Of the server's jupyter-repro. */
  version: string;
  notebooks: INotebook[];
  /** Whether these are all; false where there are too many notebooks or folders. */
  is_whole: boolean;
}

/** The last run of a cell. */
export interface ILastRun {
  cell: string;
  /** Of the source that ran. */
  digest: string;
  count: number;
}

/** What the kernel of a notebook knows of its session. */
export interface ISessionState {
  /** Whether the recorder is loaded in the kernel. */
  loaded: boolean;
  /** The pinned seed; null where nothing is pinned. */
  seed: number | null;
  /** Pinned library to its seed, or that the notebook seeds it itself. */
  pins: Record<string, string>;
  /** What cannot be pinned in this kernel, a sentence each. */
  not_pinned: string[];
  /** Each cell's last run. */
  runs: ILastRun[];
  /** Ids of cells whose last run was not in its place of a run from top to bottom. */
  out_of_order: string[];
  /** How the session differed from a run from top to bottom, a sentence each. */
  hidden_state: string[];
  uses: IUse[];
  problems: string[];
}
