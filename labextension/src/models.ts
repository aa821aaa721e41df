import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Event } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IProgress } from './answers';
import type { NotebookContext } from './model';
import { ReproModel } from './model';
import type { ReproServer } from './server';
import type { ISettings } from './settings';

const PROGRESS = 'https://schema.jupyter-repro.org/job/v1';

/** What is known of each open notebook. */
export interface IReproModels {
  /** Of the notebook in front; null where there is none. */
  readonly current: ReproModel | null;
  /** Emitted when another notebook is in front, or what is known of the one in front is another. */
  readonly currentChanged: ISignal<IReproModels, void>;
  /** Of the notebook of a panel. */
  of(panel: NotebookPanel): ReproModel;
}

export const IReproModels = new Token<IReproModels>(
  'jupyter-repro:IReproModels',
  'What is known of each open notebook: whether it is recorded and verified, and what diverged.'
);

/** The models of all open notebooks: two views of a notebook share one. */
export class ReproModels implements IReproModels {
  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _server: ReproServer,
    private readonly _settings: ISettings,
    events: Event.IManager
  ) {
    _tracker.forEach(panel => this.of(panel));
    _tracker.widgetAdded.connect((_, panel) => void this.of(panel), this);
    _tracker.currentChanged.connect(this._onCurrent, this);
    events.stream.connect(this._onEvent, this);
    // another page may have recorded the notebook meanwhile
    document.addEventListener('visibilitychange', this._onSeen);
    window.addEventListener('focus', this._onSeen);
    this._onCurrent();
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
      model = new ReproModel(panel.context, this._server, () => this._settings.recordFromStart);
      this._models.set(panel.context, model);
      panel.context.disposed.connect(context => void this._models.delete(context));
    }
    return model;
  }

  private _onCurrent(): void {
    this._current?.changed.disconnect(this._onChanged, this);
    const panel = this._tracker.currentWidget;
    this._current = panel && this.of(panel);
    this._current?.changed.connect(this._onChanged, this);
    this._onChanged();
  }

  /** All changes of one frame are told once. */
  private _onChanged(): void {
    this._frame ||= requestAnimationFrame(() => {
      this._frame = 0;
      this._currentChanged.emit();
    });
  }

  private _onEvent(_: Event.IManager, event: Event.Emission): void {
    if (event.schema_id !== PROGRESS) {
      return;
    }
    const progress = event as unknown as IProgress;
    for (const model of this._models.values()) {
      if (model.path === progress.path) {
        void model.follow(progress).catch(() => undefined);
      }
    }
  }

  private readonly _onSeen = (): void => {
    if (document.visibilityState === 'visible') {
      void this.current?.refresh();
    }
  };

  private _frame = 0;
  private _current: ReproModel | null = null;
  private readonly _currentChanged = new Signal<this, void>(this);
  private readonly _models = new Map<NotebookContext, ReproModel>();
}
