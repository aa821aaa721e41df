import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Event } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { AfterPaint } from './afterPaint';
import type { IProgress } from './answers';
import { inBackground } from './inBackground';
import type { NotebookContext } from './model';
import { ReproModel } from './model';
import type { ReproServer } from './server';
import type { FollowedSettings } from './settings';

const PROGRESS = 'https://schema.jupyter-repro.org/job/v1';
const FILES = 'https://schema.jupyter-repro.org/files/v1';

/** Milliseconds after which `3 minutes ago` is another. */
const MINUTE = 60_000;

/** What is known of each open notebook; internal, and may change with each version. */
export interface IReproModels {
  readonly server: ReproServer;
  readonly settings: FollowedSettings;
  /** Of the notebook in front; null where something else is in front. */
  readonly current: ReproModel | null;
  /** Emitted when something else is in front, or what is known of the notebook in front is another. */
  readonly currentChanged: ISignal<IReproModels, void>;
  /** Of the notebook of a panel. */
  of(panel: NotebookPanel): ReproModel;
  /** Of an open notebook, by its path; null where it is not open. */
  at(path: string): ReproModel | null;
}

export const IReproModels = new Token<IReproModels>(
  'jupyter-repro:IReproModels',
  'What is known of each open notebook: whether it is recorded and verified, and what diverged.'
);

/** The models of all open notebooks: two views of a notebook share one. */
export class ReproModels implements IReproModels {
  constructor(private readonly _options: ReproModels.IOptions) {
    const { events, shell, tracker } = _options;
    tracker.forEach(panel => this.of(panel));
    tracker.widgetAdded.connect((_, panel) => void this.of(panel), this);
    tracker.currentChanged.connect(this._onCurrent, this);
    shell.currentChanged?.connect(this._onCurrent, this);
    events.stream.connect(this._onEvent, this);
    // another page may have recorded the notebook meanwhile
    document.addEventListener('visibilitychange', this._onSeen);
    window.addEventListener('focus', this._onSeen);
    window.setInterval(() => this._telling.schedule(), MINUTE);
    this._onCurrent();
  }

  get server(): ReproServer {
    return this._options.server;
  }

  get settings(): FollowedSettings {
    return this._options.settings;
  }

  get current(): ReproModel | null {
    return this._current?.isDisposed ? null : this._current;
  }

  get currentChanged(): ISignal<this, void> {
    return this._currentChanged;
  }

  of(panel: NotebookPanel): ReproModel {
    let model = this._models.get(panel.context);
    if (!model) {
      model = new ReproModel(panel.context, this.server, () => this.settings.recordFromStart);
      this._models.set(panel.context, model);
      panel.context.disposed.connect(context => void this._models.delete(context), this);
    }
    return model;
  }

  at(path: string): ReproModel | null {
    return [...this._models.values()].find(model => model.path === path) ?? null;
  }

  private _onCurrent(): void {
    const { shell, tracker } = this._options;
    this._current?.changed.disconnect(this._onChanged, this);
    const panel = tracker.currentWidget;
    this._current = panel && panel === shell.currentWidget ? this.of(panel) : null;
    this._current?.changed.connect(this._onChanged, this);
    this._onChanged();
  }

  private _onChanged(): void {
    this._telling.schedule();
  }

  private _onEvent(_: Event.IManager, event: Event.Emission): void {
    const model = this.at(event['path'] as string);
    if (model && event.schema_id === PROGRESS) {
      inBackground(model.follow(event as unknown as IProgress));
    } else if (model && event.schema_id === FILES) {
      inBackground(model.refresh());
    }
  }

  private readonly _onSeen = (): void => {
    if (document.visibilityState === 'visible' && this.current) {
      inBackground(this.current.refresh());
    }
  };

  private _current: ReproModel | null = null;
  private readonly _currentChanged = new Signal<this, void>(this);
  private readonly _telling = new AfterPaint(() => this._currentChanged.emit());
  private readonly _models = new Map<NotebookContext, ReproModel>();
}

export namespace ReproModels {
  export interface IOptions {
    tracker: INotebookTracker;
    shell: JupyterFrontEnd.IShell;
    server: ReproServer;
    settings: FollowedSettings;
    events: Event.IManager;
  }
}
