import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { INotebooks, IProgress, Phase } from '../answers';
import { inBackground } from '../inBackground';
import { Refresher } from '../refresher';
import { RequestFailed } from '../requestFailed';
import type { IRow } from './notebookRow';
import { rowOf } from './notebookRow';
import type { IView } from './view';
import { FIRST_VIEW, shownRows } from './view';

/** Milliseconds in which what has changed is asked for together. */
const TOGETHER = 400;

/** Notebooks of which each is asked for alone; of more, all are. */
const FEW = 10;

/** HTTP status of what is not there any more. */
const GONE = 404;

const ACTIVE: ReadonlySet<Phase> = new Set<Phase>(['queued', 'running']);

/** What is asked of the server. */
export interface INotebooksServer {
  notebooks(path?: string): Promise<INotebooks>;
  startMany(paths: readonly string[], kind: 'verify'): Promise<IProgress[]>;
  endMany(ids: readonly string[]): Promise<IProgress[]>;
}

/** All notebooks of the server, which of them are selected, and how they are shown. */
export class NotebooksModel {
  constructor(private readonly _server: INotebooksServer) {}

  /** Why the server could not answer; empty where it could. */
  trouble = '';
  isServerMissing = false;
  /** Whether the server has answered at all. */
  isLoaded = false;
  /** Whether all notebooks are there: not where there are too many. */
  isWhole = true;

  /** Emitted when anything of it is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get rows(): readonly IRow[] {
    return (this._list ??= [...this._rows.values()]);
  }

  /** Those that are shown, in their order. */
  get shown(): readonly IRow[] {
    return (this._shown ??= shownRows(this.rows, this._view));
  }

  get view(): IView {
    return this._view;
  }

  set view(view: IView) {
    this._view = view;
    this._shown = null;
    this._changed.emit();
  }

  /** Paths of the notebooks that are selected and shown. */
  get selected(): readonly string[] {
    return this.shown.map(row => row.path).filter(path => this._selected.has(path));
  }

  isSelected(path: string): boolean {
    return this._selected.has(path);
  }

  /** Select notebooks, or select them no more. */
  select(paths: readonly string[], isSelected: boolean): void {
    paths.forEach(path => (isSelected ? this._selected.add(path) : this._selected.delete(path)));
    this._changed.emit();
  }

  /** Of the jobs that were begun since none ran: how many have ended, and how many there are. */
  get progress(): { ended: number; all: number } {
    const active = this.rows.filter(row => row.job).length;
    return { ended: this._begun.size - active, all: this._begun.size };
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._asking.dispose();
    Signal.clearData(this);
  }

  /** Ask where all notebooks stand. */
  async refresh(): Promise<void> {
    try {
      const { notebooks, is_whole } = await this._server.notebooks();
      this._rows = new Map(notebooks.map(each => [each.path, rowOf(each)]));
      this.isWhole = is_whole;
      this.isLoaded = true;
      this.trouble = '';
      this.isServerMissing = false;
      this._note();
    } catch (error) {
      this.isServerMissing = error instanceof RequestFailed && error.isMissing;
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    this._tell();
  }

  /** Ask where a notebook stands, with others that are asked for meanwhile. */
  look(path: string): void {
    this._wanted.add(path);
    inBackground(this._asking.refresh());
  }

  /** Verify the selected notebooks. Throws RequestFailed. */
  async verify(): Promise<void> {
    const started = await this._server.startMany(this.selected, 'verify');
    started.forEach(each => this._take(each));
    this._note();
    this._tell();
  }

  /** End all that waits or runs. Throws RequestFailed. */
  async cancel(): Promise<void> {
    const ids = this.rows.flatMap(row => (row.job ? [row.job.id] : []));
    const ended = await this._server.endMany(ids);
    ended.forEach(each => this.follow(each));
  }

  /** Take what an event says of a job. */
  follow(progress: IProgress): void {
    if (progress.kind === 'handoff') {
      return;
    }
    this._take(progress);
    this._note();
    if (!ACTIVE.has(progress.phase)) {
      this.look(progress.path);
    }
    this._tell();
  }

  private _take(progress: IProgress): void {
    const row = this._rows.get(progress.path);
    if (row) {
      const isActive = ACTIVE.has(progress.phase);
      const isOther = !isActive && row.job !== null && row.job.id !== progress.id;
      this._rows.set(row.path, isOther ? row : { ...row, job: isActive ? progress : null });
    }
  }

  /** Count what has begun, from the start again when something begins while nothing else runs. */
  private _note(): void {
    const active = [...this._rows.values()].flatMap(row => (row.job ? [row.job.id] : []));
    if (this._isIdle && active.length) {
      this._begun.clear();
    }
    this._isIdle = !active.length;
    active.forEach(id => this._begun.add(id));
  }

  private async _ask(): Promise<void> {
    const paths = [...this._wanted];
    this._wanted.clear();
    if (this._isDisposed) {
      return;
    }
    if (paths.length > FEW) {
      return this.refresh();
    }
    try {
      await Promise.all(paths.map(path => this._askOne(path)));
    } finally {
      this._tell();
    }
  }

  /** One that is gone is shown no more. */
  private async _askOne(path: string): Promise<void> {
    try {
      const { notebooks } = await this._server.notebooks(path);
      notebooks.forEach(each => this._rows.set(each.path, rowOf(each)));
    } catch (error) {
      if (!(error instanceof RequestFailed && error.status === GONE)) {
        throw error;
      }
      this._rows.delete(path);
    }
  }

  private _tell(): void {
    this._list = this._shown = null;
    this._changed.emit();
  }

  private _isDisposed = false;
  private _isIdle = true;
  private _rows = new Map<string, IRow>();
  private _list: IRow[] | null = null;
  private _shown: IRow[] | null = null;
  private _view = FIRST_VIEW;
  private readonly _selected = new Set<string>();
  private readonly _begun = new Set<string>();
  private readonly _wanted = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _asking = new Refresher(() => this._ask(), TOGETHER);
}
