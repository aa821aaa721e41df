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
import { KernelSession } from './kernelSession';
import type { ReproServer } from './server';
import type { ISessionState } from './answers';
import type { IKnown, IStanding } from './standing';
import { isActive, standing } from './standing';

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
  verification: IJob | null = null;
  handOver: IJob | null = null;
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

  /** Ask for a job of the file as it was saved. Throws RequestFailed. */
  async start(kind: JobKind): Promise<IJob> {
    const job = await this._server.start(this.path, kind);
    this._take(job);
    return job;
  }

  /** End what waits or runs. Throws RequestFailed. */
  async cancel(): Promise<void> {
    const jobs = [this.verification, this.handOver].filter(isActive);
    (await Promise.all(jobs.map(job => this._server.cancel(job.id)))).forEach(job =>
      this._take(job)
    );
  }

  /** Take what an event tells of a job of this notebook. */
  async follow(progress: IProgress): Promise<void> {
    const job = this._job(progress.kind);
    if (isActive(job) && job.id === progress.id && isActive({ ...job, phase: progress.phase })) {
      this._take({ ...job, phase: progress.phase, cell: progress.cell, cells: progress.cells });
      return;
    }
    // asked for elsewhere, or ended: the rest of it is the server's to tell
    this._take(await this._server.job(progress.id));
    if (!isActive(this._job(progress.kind))) {
      await this.refresh();
    }
  }

  private _job(kind: JobKind): IJob | null {
    return kind === 'verify' ? this.verification : this.handOver;
  }

  private _take(job: IJob): void {
    if (job.path !== this.path) {
      return;
    }
    if (job.kind === 'verify') {
      this.verification = job;
    } else {
      this.handOver = job;
    }
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
      this.verification = newest(this.verification, learnt.state.jobs.verify);
      this.handOver = newest(this.handOver, learnt.state.jobs.handoff);
    }
    this._tell();
  }

  private _onCells(): void {
    this._list = null;
    this._tell();
  }

  private _onPath(): void {
    this.state = this.drift = this.verification = this.handOver = null;
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
  private _list: IDocumentCell[] | null = null;
  private _standing: IStanding | null = null;
  private _marks: Map<string, IMark> | null = null;
  private readonly _cells: DocumentCells;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _looking = new Throttler(() => this._look(), { limit: LOOK, edge: 'trailing' });
}

/** Of what an event told and what the server answers, what is newer; the same object where it is the same job as before. */
function newest(known: IJob | null, told: IJob | undefined): IJob | null {
  if (!known || !told) {
    return known ?? told ?? null;
  }
  const isKnown = known.id === told.id && known.phase === told.phase && known.ended === told.ended;
  return isKnown || Number(known.id) > Number(told.id) ? known : told;
}
