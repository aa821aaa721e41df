import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type {
  IDivergence,
  IDrift,
  IJob,
  IProgress,
  ISessionState,
  IState,
  JobKind
} from './answers';
import type { IMark } from './cellMark';
import { marks } from './cellMark';
import type { IDocumentCell } from './documentCell';
import { DocumentCells } from './documentCells';
import { DocumentOutputs } from './documentOutputs';
import { inBackground } from './inBackground';
import { KernelSession } from './kernelSession';
import type { INextStep } from './nextStep';
import { nextStep } from './nextStep';
import { NotebookFile } from './notebookFile';
import type { ReproServer } from './server';
import { ShownOutputs } from './shownOutputs';
import type { IKnown, IStanding } from './standing';
import { lastVerdict, standing } from './standing';

const NONE: ReadonlySet<string> = new Set();

export type NotebookContext = DocumentRegistry.IContext<INotebookModel>;

/** All that is known of one open notebook, however many views it has. */
export class ReproModel implements IDisposable, IKnown {
  constructor(
    readonly context: NotebookContext,
    private readonly _server: ReproServer,
    records: () => boolean
  ) {
    this._file = this._opened();
    this._cells = new DocumentCells(context.model);
    this.kernel = new KernelSession(context.sessionContext, () => this.cells, records);
    this._outputs = new DocumentOutputs(context.model);
    this._shown = new ShownOutputs({
      outputs: this._outputs,
      cells: () => this.cells,
      compare: shown => this._file.compare(shown)
    });
    this._shown.changed.connect(this._tell, this);
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
  explained = '';

  /** Emitted when anything of it is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** As the server names it. */
  get path(): string {
    return this.context.path;
  }

  get state(): IState | null {
    return this._file.facts.state;
  }

  get drift(): IDrift | null {
    return this._file.facts.drift;
  }

  get isServerMissing(): boolean {
    return this._file.facts.isServerMissing;
  }

  /** Why the server could not answer; empty where it could. */
  get trouble(): string {
    return this.isServerMissing ? '' : this._file.facts.trouble || this._shown.trouble;
  }

  get verification(): IJob | null {
    return this._file.jobs.verification;
  }

  get judged(): IJob | null {
    return this._file.jobs.judged;
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
      this._file.dispose();
      this.kernel.dispose();
      this._cells.dispose();
      this._outputs.dispose();
      this._shown.dispose();
      Signal.clearData(this);
    }
  }

  /** Ask the server for what is recorded and what has drifted, under the name that the notebook has in the end. */
  async refresh(): Promise<void> {
    let file: NotebookFile;
    do {
      file = this._file;
      await file.refresh();
    } while (file !== this._file);
  }

  /** The newest job of a kind. */
  job(kind: JobKind): IJob | null {
    return this._file.jobs.of(kind);
  }

  /** Ask for a job of the file as it was saved. Throws RequestFailed. */
  start(kind: JobKind): Promise<IJob> {
    return this._file.start(kind);
  }

  /** End what waits or runs. Throws RequestFailed. */
  cancel(): Promise<void> {
    return this._file.cancel();
  }

  /** Take what an event says of a job of this notebook. Throws RequestFailed. */
  follow(progress: IProgress): Promise<void> {
    return this._file.follow(progress);
  }

  private _opened(): NotebookFile {
    const file = new NotebookFile(this.path, this._server);
    file.changed.connect(this._onFile, this);
    return file;
  }

  private _onFile({ facts: { state } }: NotebookFile): void {
    if (state && state !== this._compared) {
      this._compared = state;
      const { recorded, sources } = state;
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

  private _onOutputs(): void {
    const jobs = [this.judged, this.verification].filter(job => job !== null);
    if (this.state?.recorded === null && jobs.some(job => !this._outdated.has(job.id))) {
      jobs.forEach(job => this._outdated.add(job.id));
      this._tell();
    }
  }

  private _onPath(): void {
    this._file.dispose();
    this._file = this._opened();
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
  private _file: NotebookFile;
  /** What the outputs on the screen are compared with. */
  private _compared: IState | null = null;
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
}
