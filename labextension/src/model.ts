import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Throttler } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDivergence, IDrift, IJob, IProgress, IShown, IState, JobKind } from './answers';
import type { IMark } from './cellMark';
import { marks } from './cellMark';
import type { IDocumentCell } from './documentCell';
import { DocumentCells } from './documentCells';
import { DocumentOutputs } from './documentOutputs';
import { inBackground } from './inBackground';
import { KnownJobs, isActive } from './knownJobs';
import { KernelSession } from './kernelSession';
import { RequestFailed } from './requestFailed';
import type { ReproServer } from './server';
import { ShownOutputs } from './shownOutputs';
import type { ISessionState } from './answers';
import type { INextStep } from './nextStep';
import { nextStep } from './nextStep';
import type { IKnown, IStanding } from './standing';
import { lastVerdict, standing } from './standing';

/** Milliseconds between two looks at what lies on the disk. */
const LOOK = 200;

const NONE: ReadonlySet<string> = new Set();

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
    this._outputs = new DocumentOutputs(context.model);
    this._shown = new ShownOutputs({
      outputs: this._outputs,
      cells: () => this.cells,
      compare: shown => this._compare(shown)
    });
    this._shown.changed.connect(this._onShown, this);
    this._outputs.changed.connect(this._onOutputs, this);
    this._cells.changed.connect(this._onCells, this);
    this.kernel.changed.connect(this._onSession, this);
    context.sessionContext.statusChanged.connect(this._tell, this);
    context.pathChanged.connect(this._onPath, this);
    context.saveState.connect(this._onSave, this);
    context.disposed.connect(this.dispose, this);
    inBackground(context.ready.then(() => this.refresh()));
  }

  readonly kernel: KernelSession;
  state: IState | null = null;
  drift: IDrift | null = null;
  /** Why the server could not tell the state; empty where it could. */
  trouble = '';
  isServerMissing = false;
  explained = '';

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

  get recording(): IJob | null {
    return this.job('snapshot');
  }

  get cells(): readonly IDocumentCell[] {
    return (this._list ??= this._cells.list());
  }

  /** By cell id what differs, for the cells that show other outputs than were recorded. */
  get others(): ReadonlyMap<string, readonly IDivergence[]> {
    return (this._others ??= this._shown.others);
  }

  /** Ids of the cells whose outputs are not compared with what was recorded yet. */
  get pending(): ReadonlySet<string> {
    return (this._pending ??= this._shown.pending);
  }

  /** Ids of the verifications of a notebook without a snapshot that has shown other outputs since. */
  get outdated(): ReadonlySet<string> {
    if (this.state?.recorded !== null) {
      return NONE;
    }
    const { judged } = this;
    const stored = Date.parse(this.context.contentsModel?.last_modified ?? '');
    const isOlder = judged !== null && Date.parse(judged.ended) < stored;
    return isOlder ? new Set([...this._outdated, judged.id]) : this._outdated;
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

  get obstacle(): IKnown['obstacle'] {
    if (this.kernel.isMissing) {
      return 'missing';
    }
    return this.kernel.isOther ? 'language' : '';
  }

  /** Whether a cell runs, or waits for its turn. */
  get isKernelBusy(): boolean {
    return this._outputs.isRunning;
  }

  /** Whether any cell shows outputs. */
  get showsOutputs(): boolean {
    return this._outputs.isShown;
  }

  /** The user was shown what differs first. */
  explain(): void {
    this.explained = lastVerdict(this)?.id ?? '';
    this._tell();
  }

  get nextStep(): INextStep | null {
    return nextStep(this, this.standing.name);
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
      this._outputs.dispose();
      this._shown.dispose();
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

  /** Have the server compare what is shown; it has another record than this page where it was recorded elsewhere. */
  private async _compare(shown: Parameters<ReproServer['outputs']>[1]): Promise<IShown> {
    const answer = await this._server.outputs(this.path, shown);
    if (answer.recorded !== this.state?.recorded) {
      inBackground(this.refresh());
    }
    return answer;
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
      const learnt = { state, trouble: this._shown.trouble, isServerMissing: false };
      if (this.drift === null || state.recorded !== this.state?.recorded) {
        this._learn(path, learnt);
      }
      // reads the data, and so may take longer; an old one is not shown beside a new state
      const drift = state.recorded ? await this._server.drift(path) : null;
      this._learn(path, { ...learnt, drift });
    } catch (error) {
      const isServerMissing = error instanceof RequestFailed && error.isMissing;
      const said = error instanceof Error ? error.message : String(error);
      this._learn(path, { trouble: isServerMissing ? '' : said, isServerMissing });
    }
  }

  private _learn(
    path: string,
    learnt: Partial<Pick<this, 'state' | 'drift' | 'trouble' | 'isServerMissing'>>
  ): void {
    if (this._isDisposed || path !== this.path) {
      return;
    }
    Object.assign(this, learnt);
    if (learnt.state) {
      this._jobs.learn(learnt.state.jobs);
      const { recorded, sources } = learnt.state;
      this._shown.take(recorded === null ? null : { recorded, sources });
    }
    this._tell();
  }

  private _onCells(): void {
    this._list = null;
    this._shown.compare();
    this._tell();
  }

  /** A cell that has run may have changed what lies on the disk. */
  private _onSession(): void {
    this._tell();
    if (this.state?.recorded) {
      inBackground(this.refresh());
    }
  }

  private _onShown(): void {
    this.trouble = this._shown.trouble || this.trouble;
    this._tell();
  }

  private _onOutputs(): void {
    const jobs = [this.judged, this.verification].filter(job => job !== null);
    if (this.state?.recorded === null && jobs.some(job => !this._outdated.has(job.id))) {
      jobs.forEach(job => this._outdated.add(job.id));
      this._tell();
    }
  }

  private _onPath(): void {
    this.state = this.drift = null;
    this._jobs = new KnownJobs();
    this._tell();
    inBackground(this.refresh());
  }

  private _onSave(_: NotebookContext, saved: DocumentRegistry.SaveState): void {
    if (saved === 'completed') {
      this._shown.saved();
      inBackground(this.refresh());
    }
  }

  private _tell(): void {
    this._standing = this._marks = this._others = this._pending = null;
    this._changed.emit();
  }

  private _isDisposed = false;
  private _jobs = new KnownJobs();
  private _list: IDocumentCell[] | null = null;
  private _standing: IStanding | null = null;
  private _others: ReadonlyMap<string, readonly IDivergence[]> | null = null;
  private _pending: ReadonlySet<string> | null = null;
  private _marks: Map<string, IMark> | null = null;
  private readonly _outdated = new Set<string>();
  private readonly _cells: DocumentCells;
  private readonly _outputs: DocumentOutputs;
  private readonly _shown: ShownOutputs;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _looking = new Throttler(() => this._look(), { limit: LOOK, edge: 'trailing' });
}
