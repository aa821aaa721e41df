import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDocumentOutputs, IShownCell } from './shownOutputs';

/** The outputs of an open notebook, as they are on the screen. */
export class DocumentOutputs implements IDocumentOutputs, IDisposable {
  constructor(private readonly _model: INotebookModel) {
    _model.cells.changed.connect(this._follow, this);
    this._follow();
  }

  get changed(): ISignal<this, string> {
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

  /** Whether a cell runs, or waits for its turn. */
  get isRunning(): boolean {
    return [...this._followed.values()].some(cell => cell.executionState === 'running');
  }

  /** Whether any cell shows outputs. */
  get isShown(): boolean {
    return [...this._followed.values()].some(cell => cell.outputs.length > 0);
  }

  read(id: string): IShownCell | null {
    const cell = this._followed.get(id);
    if (!cell || cell.isDisposed) {
      return null;
    }
    const outputs = cell.outputs.toJSON();
    return {
      isRunning: cell.executionState === 'running',
      hasRun: cell.executionCount !== null,
      outputs,
      size: outputs.reduce((sum, output) => sum + sizeOf(output), 0)
    };
  }

  /** Follow the cells there are; one that was put in place of another, as a reload does, shows other outputs. */
  private _follow(): void {
    const before = new Map(this._followed);
    this._followed.clear();
    for (const cell of this._model.cells) {
      if (isCode(cell)) {
        this._followed.set(cell.id, cell);
        if (before.get(cell.id) !== cell) {
          cell.outputs.changed.connect(() => this._changed.emit(cell.id), this);
          cell.stateChanged.connect(this._onState, this);
        }
      }
    }
    for (const [id, cell] of this._followed) {
      if (before.has(id) && before.get(id) !== cell) {
        this._changed.emit(id);
      }
    }
  }

  private _onState(cell: ICellModel, change: { name: string }): void {
    if (change.name === 'executionState' || change.name === 'executionCount') {
      this._changed.emit(cell.id);
    }
  }

  private _isDisposed = false;
  private readonly _followed = new Map<string, ICodeCellModel>();
  private readonly _changed = new Signal<this, string>(this);
}

function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}

/** Characters of all texts in a value of JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') {
    return value.length;
  }
  return value && typeof value === 'object'
    ? Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 0)
    : 1;
}
