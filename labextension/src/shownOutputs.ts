import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDivergence, IShown } from './answers';
import type { IDocumentCell } from './documentCell';
import { matched } from './documentCell';
import { inBackground } from './inBackground';

/** Milliseconds of quiet after outputs have changed before they are compared. */
const QUIET = 300;

/** Characters of outputs in one request; a cell that shows more is compared when it is saved, and not before. */
export const MOST_SENT = 4_000_000;

/** What a cell shows. */
export interface IShownCell {
  /** Whether its outputs are still coming. */
  isRunning: boolean;
  /** Whether it has a run of which it shows the outputs, even if these are none. */
  hasRun: boolean;
  /** In nbformat's form. */
  outputs: readonly unknown[];
  /** Characters, about. */
  size: number;
}

/** The outputs of an open document. */
export interface IDocumentOutputs {
  /** Emitted with the id of a cell whose outputs are others, or that has ended. */
  readonly changed: ISignal<unknown, string>;
  /** What a cell shows; null where there is no such cell. */
  read(id: string): IShownCell | null;
}

/** What is recorded of the document's cells. */
export interface IRecordedSources {
  /** When, in ISO 8601. */
  recorded: string;
  /** Id of a recorded cell to the digest of its source. */
  sources: Readonly<Record<string, string>>;
}
/**
 * The outputs on the screen, held against those that were recorded. The server compares them, for it knows the canonical form
 * and what the author allows to differ; it is sent only what is not compared yet.
 */
export class ShownOutputs implements IDisposable {
  constructor(private readonly _options: ShownOutputs.IOptions) {
    _options.outputs.changed.connect(this._onOutputs, this);
  }

  /** By cell id what differs, for the cells that show other outputs than were recorded. */
  get others(): ReadonlyMap<string, readonly IDivergence[]> {
    return new Map([...this._compared].filter(([, differences]) => differences.length));
  }

  /** Ids of the cells whose outputs are not compared yet. */
  get pending(): ReadonlySet<string> {
    return new Set([...this._comparable().keys()].filter(id => !this._compared.has(id)));
  }

  /** Emitted when more is known, or less. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Why they could not be compared; empty where they could. */
  trouble = '';

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._comparing.dispose();
      Signal.clearData(this);
    }
  }

  /** Take what is recorded; null where nothing is. What was compared with another record is compared again. */
  take(record: IRecordedSources | null): void {
    const isOpened = this._record === undefined;
    if (isOpened || record?.recorded !== this._record?.recorded) {
      this._compared.clear();
      // later the file may be another than the document
      this._isFile = isOpened;
    }
    this._record = record;
    this.compare();
  }

  /** The document was saved: what is too large to be sent can be read in the file, where the author may allow more. */
  saved(): void {
    this._isSaved = true;
    [...this.others.keys()].forEach(id => this._due.add(id));
    this.compare();
  }

  /** Compare soon what is not compared yet. */
  compare(): void {
    if (!this._isDisposed) {
      inBackground(this._comparing.invoke());
    }
  }

  private _onOutputs(_: unknown, id: string): void {
    this._changes.set(id, this._changesOf(id) + 1);
    this._isSaved = false;
    if (this._compared.delete(id)) {
      this._changed.emit();
    }
    this.compare();
  }

  /** By cell id the id of the recorded cell, of the cells that count and are not edited. */
  private _comparable(): Map<string, string> {
    const cells = this._options.cells();
    const matches = matched(cells, this._record?.sources ?? {});
    return new Map(
      cells.flatMap(({ id, digest, counted }) => {
        const match = matches.get(id);
        return counted && match?.digest === digest ? [[id, match.id]] : [];
      })
    );
  }

  private async _compare(): Promise<void> {
    const names = this._comparable();
    const before = this._compared.size;
    const { sent, isCut } = this._chosen([...names.keys()].filter(id => this._isWanted(id)));
    const changes = new Map([...sent.keys()].map(id => [id, this._changesOf(id)]));
    this._due.clear();
    if (sent.size) {
      const shown = Object.fromEntries(
        [...sent].map(([id, each]) => [names.get(id) ?? id, each] as const)
      );
      try {
        const answer = await this._options.compare(shown);
        this.trouble = '';
        this._learn(names, changes, answer);
      } catch (error) {
        this.trouble = error instanceof Error ? error.message : String(error);
      }
    }
    if (sent.size || this._compared.size !== before) {
      this._changed.emit();
    }
    if (isCut && !this.trouble) {
      this.compare();
    }
  }

  private _changesOf(id: string): number {
    return this._changes.get(id) ?? 0;
  }

  private _isWanted(id: string): boolean {
    return !this._compared.has(id) || this._due.has(id);
  }

  /** What is sent now: outputs, or null for those that are read in the file; and whether there was no room for all. */
  private _chosen(ids: readonly string[]): { sent: Map<string, ISent>; isCut: boolean } {
    const sent = new Map<string, ISent>();
    let room = MOST_SENT;
    let isCut = false;
    for (const id of ids) {
      const shown = this._options.outputs.read(id);
      if (!shown || shown.isRunning) {
        continue;
      }
      if (!shown.outputs.length && !shown.hasRun) {
        // it shows nothing that could be wrong
        this._compared.set(id, []);
      } else if (this._isInFile(id, shown)) {
        sent.set(id, null);
      } else if (shown.size <= room) {
        room -= shown.size;
        sent.set(id, shown.outputs);
      } else {
        isCut ||= shown.size <= MOST_SENT;
      }
    }
    return { sent, isCut };
  }

  /** Whether the file has what the cell shows, and need not be sent it. */
  private _isInFile(id: string, { size }: IShownCell): boolean {
    return (this._isFile && !this._changesOf(id)) || (this._isSaved && size > MOST_SENT);
  }

  /** Take what was found of the cells that have not changed meanwhile. */
  private _learn(
    names: ReadonlyMap<string, string>,
    changes: ReadonlyMap<string, number>,
    answer: IShown
  ): void {
    if (answer.recorded !== this._record?.recorded) {
      return;
    }
    for (const [id, change] of changes) {
      const differences = answer.cells[names.get(id) ?? ''];
      if (differences && change === this._changesOf(id)) {
        this._compared.set(id, differences);
      }
    }
  }

  private _isDisposed = false;
  /** Whether the file has what was not touched since it was opened. */
  private _isFile = false;
  private _isSaved = false;
  /** Undefined until it was looked for. */
  private _record: IRecordedSources | null | undefined;
  /** Compared, and to be compared again. */
  private readonly _due = new Set<string>();
  /** How often the outputs of a cell have changed since it was opened. */
  private readonly _changes = new Map<string, number>();
  private readonly _compared = new Map<string, readonly IDivergence[]>();
  private readonly _comparing = new Debouncer(() => this._compare(), QUIET);
  private readonly _changed = new Signal<this, void>(this);
}

/** Outputs; null for those of the file. */
type ISent = readonly unknown[] | null;

export namespace ShownOutputs {
  export interface IOptions {
    outputs: IDocumentOutputs;
    /** The code cells of the document. */
    cells: () => readonly IDocumentCell[];
    /** Have the server compare outputs, by the ids of recorded cells. */
    compare: (shown: Readonly<Record<string, ISent>>) => Promise<IShown>;
  }
}
