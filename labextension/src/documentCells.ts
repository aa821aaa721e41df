import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDocumentCell } from './documentCell';
import { counts, sourceDigest } from './sourceDigest';

/** The code cells of an open notebook, with digests that follow each edit and are made only of what was edited. */
export class DocumentCells implements IDisposable {
  constructor(private readonly _model: INotebookModel) {
    _model.cells.changed.connect(this._onCells, this);
    this._onCells();
  }

  /** Emitted at once when a cell is edited, added, moved or removed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** In document order. */
  list(): IDocumentCell[] {
    return [...this._model.cells]
      .map((cell, index) => ({ cell, index }))
      .filter(({ cell }) => cell.type === 'code')
      .map(({ cell, index }) => ({ index, id: cell.id, ...this._read(cell.sharedModel) }));
  }

  private _read(cell: Shared): IReading {
    let reading = this._readings.get(cell);
    if (!reading) {
      const source = cell.getSource();
      reading = { digest: sourceDigest(source), counted: counts(source) };
      this._readings.set(cell, reading);
    }
    return reading;
  }

  private _onCells(): void {
    for (const { sharedModel } of this._model.cells) {
      // connecting twice is connecting once
      sharedModel.changed.connect(this._onEdit, this);
    }
    this._changed.emit();
  }

  private _onEdit(cell: Shared, change: { sourceChange?: unknown }): void {
    // outputs and metadata change as well
    if (change.sourceChange) {
      this._readings.delete(cell);
      this._changed.emit();
    }
  }

  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _readings = new WeakMap<Shared, IReading>();
}

type Shared = ICellModel['sharedModel'];
type IReading = Pick<IDocumentCell, 'digest' | 'counted'>;
