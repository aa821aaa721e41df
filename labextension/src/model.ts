import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Throttler } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDrift, IJob, IProgress, IState, JobKind } from './answers';
import type { IMark } from './cellMark';
import { marks } from './cellMark';
import type { IDocumentCell } from './documentCell';
import { DocumentCells } from './documentCells';
import { KnownJobs, isActive } from './knownJobs';
import { KernelSession } from './kernelSession';
import type { ReproServer } from './server';
import type { ISessionState } from './answers';
import type { IKnown, IStanding } from './standing';
import { standing } from './standing';

/** Milliseconds between two looks at what lies on the disk. */
const LOOK = 200;

export type NotebookContext = DocumentRegistry.IContext<INotebookModel>;

/** All that is known of one open notebook, however many views it has. */
export class ReproModel implements IDisposable, IKnown {
  constructor(
    readonly context: NotebookContext,
    private readonly _server: ReproServer,
    records: () => boolean
  ) {
    this._cells = new DocumentCells(context.model);
    this.kernel = new KernelSession(context.sessionContext, () => this.cells, records);
    this._cells.changed.connect(this._onCells, this);
    this.kernel.changed.connect(this._tell, this);
    context.pathChanged.connect(this._onPath, this);
    context.saveState.connect(this._onSave, this);
    context.disposed.connect(this.dispose, this);
    void context.ready.then(() => this.refresh());
  }

  readonly kernel: KernelSession;
  state: IState | null = null;
  drift: IDrift | null = null;
  /** Why the server could not tell the state; empty where it could. */
  trouble = '';

  /** Emitted when anything of it is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** As the server names it. */
  get path(): string {
    return this.context.path;
  }

  get verification(): IJob | null {
    return this._jobs.verification;
  }

  get judged(): IJob | null {
    return this._jobs.judged;
  }

  get handOver(): IJob | null {
    return this.job('handoff');
  }

  get cells(): readonly IDocumentCell[] {
    return (this._list ??= this._cells.list());
  }

  get session(): ISessionState {
    return this.kernel.state;
  }

  get standing(): IStanding {
    return (this._standing ??= standing(this));
  }

  /** By cell id. */
  get marks(): ReadonlyMap<string, IMark> {
    return (this._marks ??= marks(this));
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._looking.dispose();
      this.kernel.dispose();
      this._cells.dispose();
      Signal.clearData(this);
    }
  }

  /** Ask the server for what is recorded and what has drifted. */
  async refresh(): Promise<void> {
    await this._looking.invoke().catch(() => undefined);
  }

  /** The newest job of a kind. */
  job(kind: JobKind): IJob | null {
    return this._jobs.of(kind);
  }

  /** Ask for a job of the file as it was saved. Throws RequestFailed. */
  async start(kind: JobKind): Promise<IJob> {
    const job = await this._server.start(this.path, kind);
    this._take(job);
    return job;
  }

  /** End what waits or runs. Throws RequestFailed. */
  async cancel(): Promise<void> {
    const ended = this._jobs.active.map(job => this._server.cancel(job.id));
    (await Promise.all(ended)).forEach(job => this._take(job));
  }

  /** Take what an event tells of a job of this notebook. */
  async follow(progress: IProgress): Promise<void> {
    const job = this.job(progress.kind);
    const { phase, cell, cells, doing } = progress;
    if (isActive(job) && job.id === progress.id && isActive({ ...job, phase })) {
      this._take({ ...job, phase, cell, cells, doing });
      return;
    }
    // asked for elsewhere, or ended: the rest of it is the server's to tell
    this._take(await this._server.job(progress.id));
    if (!isActive(this.job(progress.kind))) {
      await this.refresh();
    }
  }

  private _take(job: IJob): void {
    if (job.path !== this.path) {
      return;
    }
    this._jobs.take(job);
    this._tell();
  }

  private async _look(): Promise<void> {
    const path = this.path;
    try {
      const state = await this._server.state(path);
      this._learn(path, { state, trouble: '' });
      // reads the data, and so may take longer
      this._learn(path, { drift: state.recorded ? await this._server.drift(path) : null });
    } catch (error) {
      this._learn(path, { trouble: error instanceof Error ? error.message : String(error) });
    }
  }

  private _learn(path: string, learnt: Partial<Pick<this, 'state' | 'drift' | 'trouble'>>): void {
    if (this._isDisposed || path !== this.path) {
      return;
    }
    Object.assign(this, learnt);
    if (learnt.state) {
      this._jobs.learn(learnt.state.jobs);
    }
    this._tell();
  }

  private _onCells(): void {
    this._list = null;
    this._tell();
  }

  private _onPath(): void {
    this.state = this.drift = null;
    this._jobs = new KnownJobs();
    this._tell();
    void this.refresh();
  }

  private _onSave(_: NotebookContext, saved: DocumentRegistry.SaveState): void {
    if (saved === 'completed') {
      void this.refresh();
    }
  }

  private _tell(): void {
    this._standing = this._marks = null;
    this._changed.emit();
  }

  private _isDisposed = false;
  private _jobs = new KnownJobs();
  private _list: IDocumentCell[] | null = null;
  private _standing: IStanding | null = null;
  private _marks: Map<string, IMark> | null = null;
  private readonly _cells: DocumentCells;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _looking = new Throttler(() => this._look(), { limit: LOOK, edge: 'trailing' });
}
