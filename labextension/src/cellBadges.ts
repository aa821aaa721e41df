import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { badgeNode, badgeWords, hasDifference } from './badge';
import type { Act } from './causeList';
import { CellFinding } from './cellFinding';
import type { IMark } from './cellMark';
import type { ReproModel } from './model';
import type { ISettings } from './settings';
import { lastVerdict } from './standing';

const PROBLEMS = new Set([
  'diverged',
  'failed',
  'stale',
  'out-of-order',
  'unpinned',
  'unverifiable'
]);

/** The badges of one view of a notebook, and the differences that were opened below its cells. */
export class CellBadges implements IDisposable {
  constructor(private readonly _options: CellBadges.IOptions) {
    const { model, panel } = _options;
    model.changed.connect(this._schedule, this);
    panel.content.modelContentChanged.connect(this._schedule, this);
    panel.disposed.connect(this.dispose, this);
    void panel.context.ready.then(() => this._schedule());
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      cancelAnimationFrame(this._frame);
      Signal.clearData(this);
    }
  }

  /** Paint anew, for instance because the settings are others. */
  repaint(): void {
    this._painted = new WeakMap();
    this._schedule();
  }

  /** Open the difference of a cell, and bring it into view. */
  async open(id: string): Promise<void> {
    const cell = this._options.panel.content.widgets.find(each => each.model.id === id);
    const mark = this._options.model.marks.get(id);
    if (cell && mark && hasDifference(mark)) {
      await this._options.panel.content.scrollToCell(cell);
      this._open(cell, mark);
    }
  }

  /** All edits of one frame are painted once. */
  private _schedule(): void {
    if (!this._frame && !this._isDisposed) {
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this._paint();
      });
    }
  }

  private _paint(): void {
    const { marks } = this._options.model;
    for (const cell of this._options.panel.content.widgets) {
      this._paintCell(cell, this._shown(marks.get(cell.model.id)));
    }
  }

  private _shown(mark: IMark | undefined): IMark | null {
    const { badges } = this._options.settings;
    const isShown =
      mark && (badges === 'all' || (badges === 'problems' && PROBLEMS.has(mark.name)));
    return isShown ? mark : null;
  }

  private _paintCell(cell: Cell, mark: IMark | null): void {
    const trans = this._options.translator.load('jupyter_repro');
    const words = mark ? badgeWords(mark, trans) : '';
    const painted = this._painted.get(cell);
    if ((painted?.words ?? '') === words && painted?.mark?.verdict === mark?.verdict) {
      return;
    }
    const wasOpen = isOpen(painted);
    const hadFocus = painted?.finding?.node.contains(document.activeElement) ?? false;
    painted?.node?.remove();
    painted?.finding?.dispose();
    const node = mark && badgeNode(mark, trans, () => this._toggle(cell, mark));
    if (node) {
      cell.node.append(node);
    }
    this._painted.set(cell, { words, mark, node, finding: null });
    if (wasOpen && mark && hasDifference(mark)) {
      this._open(cell, mark, hadFocus);
    }
  }

  private _toggle(cell: Cell, mark: IMark): void {
    const painted = this._painted.get(cell);
    if (isOpen(painted)) {
      painted?.finding?.dispose();
    } else {
      this._open(cell, mark);
    }
  }

  private _open(cell: Cell, mark: IMark, takesFocus = true): void {
    const painted = this._painted.get(cell);
    const { act, model, translator } = this._options;
    const verdict = lastVerdict(model)?.verdict;
    if (!painted || !mark.verdict || !verdict || isOpen(painted)) {
      return;
    }
    painted.finding = new CellFinding({
      cell: mark.verdict,
      verdict,
      model,
      translator,
      act,
      onClose: () => {
        painted.finding?.dispose();
        painted.node?.focus();
      }
    });
    Widget.attach(painted.finding, cell.node);
    cell.disposed.connect(() => painted.finding?.dispose());
    if (takesFocus) {
      painted.finding.node.focus();
    }
  }

  private _isDisposed = false;
  private _frame = 0;
  private _painted = new WeakMap<Cell, IPainted>();
}

function isOpen(painted: IPainted | undefined): boolean {
  return Boolean(painted?.finding && !painted.finding.isDisposed);
}

interface IPainted {
  words: string;
  mark: IMark | null;
  node: HTMLElement | null;
  finding: CellFinding | null;
}

export namespace CellBadges {
  export interface IOptions {
    panel: NotebookPanel;
    model: ReproModel;
    settings: ISettings;
    translator: ITranslator;
    /** Do what a cause's button says. */
    act: Act;
  }
}
