import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { ReproModel } from './model';
import type { IReproModels } from './models';
import type { INotebookStatus, IReproStatus } from './tokens';
import { standingWords } from './words';

/** What other extensions may know of the models. */
export class ReproStatus implements IReproStatus {
  constructor(
    private readonly _models: IReproModels,
    private readonly _trans: TranslationBundle
  ) {
    _models.currentChanged.connect(() => this._changed.emit(), this);
  }

  get current(): INotebookStatus | null {
    return this._of(this._models.current);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  of(path: string): INotebookStatus | null {
    return this._of(this._models.at(path));
  }

  private _of(model: ReproModel | null): INotebookStatus | null {
    if (!model) {
      return null;
    }
    const { path, standing, marks } = model;
    const { name, when, commit } = standing;
    const words = standingWords(standing, this._trans);
    const cells = new Map([...marks].map(([id, mark]) => [id, mark.name]));
    return { path, name, words, when, commit, cells };
  }

  private readonly _changed = new Signal<this, void>(this);
}
