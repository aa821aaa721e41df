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
    return this._places.map(place => this._readings.get(place.cell) ?? this._read(place));
  }

  private _read({ cell, index, id }: IPlace): IDocumentCell {
    const source = cell.getSource();
    const reading = { index, id, digest: sourceDigest(source), counted: counts(source) };
    this._readings.set(cell, reading);
    return reading;
  }

  private _onCells(): void {
    this._places = [...this._model.cells]
      .map(({ id, type, sharedModel }, index) => ({ cell: sharedModel, id, index, type }))
      .filter(({ type }) => type === 'code');
    for (const { cell, index } of this._places) {
      // connecting twice is connecting once
      cell.changed.connect(this._onEdit, this);
      const reading = this._readings.get(cell);
      if (reading && reading.index !== index) {
        this._readings.set(cell, { ...reading, index });
      }
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
  private _places: readonly IPlace[] = [];
  private readonly _readings = new WeakMap<Shared, IDocumentCell>();
}

type Shared = ICellModel['sharedModel'];

interface IPlace {
  cell: Shared;
  id: string;
  /** Among all cells, from 0. */
  index: number;
}
