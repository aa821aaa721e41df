import type { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { MarkName } from './cellMark';
import type { StandingName } from './standing';

/** Whether a notebook can be believed, for other extensions. */
export interface INotebookStatus {
  /** Relative to the server's root. */
  readonly path: string;
  readonly name: StandingName;
  /** The same in the user's language. */
  readonly words: string;
  /** When it was verified, in ISO 8601, and at which commit; empty where that is not known. */
  readonly when: string;
  readonly commit: string;
  /** Cell id to what is said of the cell; of the others nothing is. */
  readonly cells: ReadonlyMap<string, MarkName>;
}

/** Whether the open notebooks can be believed, for other extensions. */
export interface IReproStatus {
  /** Of the notebook in front; null where no notebook is. */
  readonly current: INotebookStatus | null;
  /** Emitted when another notebook is in front, or the one in front has another status. */
  readonly changed: ISignal<IReproStatus, void>;
  /** Of an open notebook, by its path; null where it is not open. */
  of(path: string): INotebookStatus | null;
}

export const IReproStatus = new Token<IReproStatus>(
  'jupyter-repro:IReproStatus',
  'Whether the open notebooks can be believed: recorded, verified, diverged, drifted.'
);

/** What is shown at the cells of open notebooks. */
export interface ICellFindings {
  /** Bring a cell into view, and open its difference where it has one. */
  open(panel: NotebookPanel, id: string): Promise<void>;
}

export const ICellFindings = new Token<ICellFindings>(
  'jupyter-repro:ICellFindings',
  'Shows the cells of open notebooks, with their differences.'
);

/** The side panel. */
export interface IReproPanel {
  /** Show it. */
  open(): void;
  /** Show in it what has changed since the notebook was recorded. */
  openDrift(): void;
}

export const IReproPanel = new Token<IReproPanel>(
  'jupyter-repro:IReproPanel',
  'Shows what is known of the notebook in front.'
);
