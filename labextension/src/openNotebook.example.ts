/** A notebook that is open in a page, as far as the models know it. */

import { Signal } from '@lumino/signaling';
import type { NotebookContext } from './model';

/** A cell whose source and outputs tests may change. */
export class OpenCell {
  constructor(
    readonly id: string,
    private _source: string
  ) {}

  readonly type = 'code';
  readonly isDisposed = false;
  executionCount: number | null = 1;
  executionState = 'idle';
  shown: unknown[] = [];
  readonly stateChanged = new Signal<this, { name: string }>(this);
  readonly outputs = {
    changed: new Signal<object, void>({}),
    toJSON: () => this.shown,
    length: 0
  };
  readonly sharedModel = new SharedCell(() => this._source);

  edit(source: string): void {
    this._source = source;
    this.sharedModel.changed.emit({ sourceChange: [] });
  }
}

class SharedCell {
  constructor(readonly getSource: () => string) {}

  readonly changed = new Signal<this, { sourceChange: unknown }>(this);
}

/** Give an open notebook another name, as the file browser does. */
export function rename(context: NotebookContext, path: string): void {
  Object.assign(context, { path });
  (context.pathChanged as Signal<unknown, string>).emit(path);
}

/** The context of a notebook of these cells, whose kernel is not there. */
export function openNotebook(...cells: OpenCell[]): NotebookContext {
  const signal = (): Signal<object, unknown> => new Signal<object, unknown>({});
  const list = { changed: signal(), [Symbol.iterator]: () => cells[Symbol.iterator]() };
  return {
    path: 'n.ipynb',
    ready: Promise.resolve(),
    model: { cells: list },
    contentsModel: { last_modified: '2026-11-01T10:00:00Z' },
    pathChanged: signal(),
    saveState: signal(),
    disposed: signal(),
    sessionContext: {
      session: null,
      iopubMessage: signal(),
      connectionStatusChanged: signal(),
      kernelChanged: signal(),
      statusChanged: signal()
    }
  } as unknown as NotebookContext;
}
