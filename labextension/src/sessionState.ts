import type { IUse } from './answers';

/** What the kernel of a notebook knows of its session, as jupyter_repro/recording/session_state.py answers it. */
export interface ISessionState {
  /** Whether the recorder is loaded in the kernel. */
  loaded: boolean;
  /** The pinned seed; null where nothing is pinned. */
  seed: number | null;
  /** What cannot be pinned in this kernel, a sentence each. */
  not_pinned: string[];
  /** Each cell's last run. */
  runs: { cell: string; digest: string; count: number }[];
  /** Ids of cells whose last run was not in its place of a run from top to bottom. */
  out_of_order: string[];
  /** How the session departed from a run from top to bottom, a sentence each. */
  hidden_state: string[];
  uses: IUse[];
  problems: string[];
}

/** Of a notebook without a kernel, or with one that does not record. */
export const NO_SESSION: ISessionState = {
  loaded: false,
  seed: null,
  not_pinned: [],
  runs: [],
  out_of_order: [],
  hidden_state: [],
  uses: [],
  problems: []
};
