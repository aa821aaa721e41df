import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDrift, IJob, IProgress, IShown, IState, JobKind } from './answers';
import { inBackground } from './inBackground';
import { KnownJobs, isActive } from './knownJobs';
import { Refresher } from './refresher';
import { RequestFailed } from './requestFailed';
import type { ReproServer } from './server';

/** Milliseconds between two looks at what lies on the disk. */
const LOOK = 200;

/** What the server has answered about a file. */
export interface IFileFacts {
  /** Null until the server has answered. */
  readonly state: IState | null;
  readonly drift: IDrift | null;
  /** Why the server could not answer; empty where it could. */
  readonly trouble: string;
  readonly isServerMissing: boolean;
}

/**
 * The file of an open notebook, as the server knows it under one path: what is recorded, what has drifted, and its jobs.
 * A notebook that is renamed has another, so that no answer about the old name counts.
 */
export class NotebookFile implements IDisposable {
  constructor(
    readonly path: string,
    private readonly _server: ReproServer
  ) {}

  readonly jobs = new KnownJobs();

  get facts(): IFileFacts {
    return this._facts;
  }

  /** Emitted when more of it is known. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._looking.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._looking.dispose();
      Signal.clearData(this);
    }
  }

  /** Ask the server for what is recorded and what has drifted. */
  refresh(): Promise<void> {
    return this._looking.refresh();
  }

  /** Ask for a job of the file as it was saved. Throws RequestFailed. */
  async start(kind: JobKind): Promise<IJob> {
    const job = await this._server.start(this.path, kind);
    this._take(job);
    return job;
  }

  /** End what waits or runs. Throws RequestFailed. */
  async cancel(): Promise<void> {
    const ended = this.jobs.active.map(job => this._server.cancel(job.id));
    (await Promise.all(ended)).forEach(job => this._take(job));
  }

  /** Take what an event says of a job of this notebook. Throws RequestFailed. */
  async follow(progress: IProgress): Promise<void> {
    const job = this.jobs.of(progress.kind);
    const { phase, cell, cells, doing } = progress;
    if (isActive(job) && job.id === progress.id && isActive({ ...job, phase })) {
      this._take({ ...job, phase, cell, cells, doing });
      return;
    }
    // asked for elsewhere, or ended: the server knows the rest of it
    this._take(await this._server.job(progress.id));
    if (!isActive(this.jobs.of(progress.kind))) {
      await this.refresh();
    }
  }

  /**
   * Have the server compare what is shown; it has another record than this page where it was recorded elsewhere. Throws
   * RequestFailed.
   */
  async compare(shown: Parameters<ReproServer['outputs']>[1]): Promise<IShown> {
    const answer = await this._server.outputs(this.path, shown);
    if (answer.recorded !== this._facts.state?.recorded) {
      inBackground(this.refresh());
    }
    return answer;
  }

  private async _look(): Promise<void> {
    try {
      const state = await this._server.state(this.path);
      const learnt = { state, trouble: '', isServerMissing: false };
      const { drift: known, state: before } = this._facts;
      if (known === null || state.recorded !== before?.recorded) {
        this._learn(learnt);
      }
      // reads the data, and so may take longer; an old one is not shown beside a new state
      const drift = state.recorded ? await this._server.drift(this.path) : null;
      this._learn({ ...learnt, drift });
    } catch (error) {
      const isServerMissing = error instanceof RequestFailed && error.isMissing;
      const said = error instanceof Error ? error.message : String(error);
      this._learn({ trouble: isServerMissing ? '' : said, isServerMissing });
    }
  }

  private _learn(learnt: Partial<IFileFacts>): void {
    this._facts = { ...this._facts, ...learnt };
    if (learnt.state) {
      this.jobs.learn(learnt.state.jobs);
    }
    this._changed.emit();
  }

  private _take(job: IJob): void {
    if (job.path === this.path) {
      this.jobs.take(job);
      this._changed.emit();
    }
  }

  private _facts: IFileFacts = { state: null, drift: null, trouble: '', isServerMissing: false };
  private readonly _changed = new Signal<this, void>(this);
  private readonly _looking = new Refresher(() => this._look(), LOOK);
}
