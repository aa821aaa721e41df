import type { ISessionState } from './answers';

/** Of a notebook without a kernel, or with one that does not record. */
export const NO_SESSION: ISessionState = {
  loaded: false,
  seed: null,
  pins: {},
  not_pinned: [],
  runs: [],
  out_of_order: [],
  hidden_state: [],
  uses: [],
  problems: []
};
