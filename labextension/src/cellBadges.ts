import type { Cell, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { AfterPaint } from './afterPaint';
import type { ICellVerdict } from './answers';
import { badgeNode, badgeWords, hasDifference } from './badge';
import type { Act } from './causeList';
import { CellFinding } from './cellFinding';
import type { IMark } from './cellMark';
import { changedMarks, findingOf } from './cellMark';
import { inBackground } from './inBackground';
import type { ReproModel } from './model';
import type { ISettings } from './settings';
import { revealCell, settle } from './reveal';
import { lastVerdict } from './standing';

/** Of a cell's prompt, in the themes of JupyterLab. */
const PROMPT_WIDTH = '--jp-cell-prompt-width';

/** Digits in a prompt beside which a badge has room. */
const ROOM = 2;

/** Pixels of a digit, with a little more. */
const DIGIT = 9;

const PROBLEMS = new Set([
  'diverged',
  'failed',
  'stale',
  'other-outputs',
  'out-of-order',
  'unpinned',
  'unverifiable'
]);

/** The badges of one view of a notebook, and the differences that were opened below its cells. */
export class CellBadges implements IDisposable {
  constructor(private readonly _options: CellBadges.IOptions) {
    const { model, panel } = _options;
    model.changed.connect(this._schedule, this);
    model.kernel.changed.connect(this._onRun, this);
    panel.context.model.cells.changed.connect(this.repaint, this);
    panel.content.cellInViewportChanged.connect(this._onViewport, this);
    panel.disposed.connect(this.dispose, this);
    inBackground(panel.context.ready.then(() => this.repaint()));
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._painting.dispose();
      Signal.clearData(this);
    }
  }

  /** Paint all cells again: there are others, or the settings are. */
  repaint(): void {
    this._isWhole = true;
    this._schedule();
  }

  /** Bring a cell into view, and its difference where it has one, which then has the focus. */
  async open(id: string): Promise<void> {
    const { content } = this._options.panel;
    const cell = content.widgets.find(each => each.model.id === id);
    if (!cell || !(await revealCell(content, cell)) || this._isDisposed) {
      return;
    }
    const mark = this._options.model.marks.get(id);
    if (mark && hasDifference(mark)) {
      this._open(cell, mark);
    }
    const finding = this._painted.get(cell)?.finding;
    const shown = finding && !finding.isDisposed ? finding : cell;
    await settle(content, shown.node);
    if (finding === shown) {
      finding.node.focus({ preventScroll: true });
    } else {
      content.activate();
    }
  }

  /** All edits of one frame are painted once. */
  private _schedule(): void {
    if (!this._isDisposed) {
      this._painting.schedule();
    }
  }

  /** Prompts may have got longer. */
  private _onRun(): void {
    this._isRun = true;
    this._schedule();
  }

  /** Only the cells of which something else is known are touched. */
  private _paint(): void {
    const { marks } = this._options.model;
    const touched = this._isWhole ? null : changedMarks(this._marks, marks);
    this._marks = marks;
    this._isWhole = false;
    if (touched?.size !== 0) {
      for (const cell of this._options.panel.content.widgets) {
        const { id } = cell.model;
        if (!touched || touched.has(id)) {
          this._paintCell(cell, marks.get(id) ?? null);
        }
      }
    }
    if (touched?.size !== 0 || this._isRun) {
      this._isRun = false;
      this._makeRoom();
    }
  }

  /** A badge stands left of the prompt: where there are prompts from `[100]` on, all get wider. */
  private _makeRoom(): void {
    const { content } = this._options.panel;
    const counts = content.widgets
      .filter(cell => this._painted.get(cell)?.node)
      .map(cell => promptDigits(cell.model));
    const more = Math.max(0, ...counts) - ROOM;
    if (more > this._more) {
      this._more = more;
      const { style } = content.node;
      style.removeProperty(PROMPT_WIDTH);
      const width = getComputedStyle(content.node).getPropertyValue(PROMPT_WIDTH) || '64px';
      style.setProperty(PROMPT_WIDTH, `calc(${width} + ${more * DIGIT}px)`);
    }
  }

  private _hasBadge(mark: IMark | null): mark is IMark {
    const { badges } = this._options.settings;
    return (
      mark !== null && (badges === 'all' || (badges === 'problems' && PROBLEMS.has(mark.name)))
    );
  }

  private _paintCell(cell: Cell, mark: IMark | null): void {
    const trans = this._options.translator.load('jupyter_repro');
    const words = this._hasBadge(mark) ? badgeWords(mark, trans) : '';
    const painted = this._painted.get(cell);
    if ((painted?.words ?? '') === words && isSame(painted?.mark, mark)) {
      return;
    }
    const wasOpen = isOpen(painted) || painted?.isAwaited;
    const hadFocus = painted?.finding?.node.contains(document.activeElement) ?? false;
    painted?.node?.remove();
    painted?.finding?.dispose();
    const node = this._hasBadge(mark)
      ? badgeNode(mark, trans, () => this._toggle(cell, mark))
      : null;
    if (node) {
      cell.node.append(node);
    }
    this._painted.set(cell, { words, mark, node, finding: null, isAwaited: false });
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
    const painted = this._painted.get(cell) ?? {
      words: '',
      mark,
      node: null,
      finding: null,
      isAwaited: false
    };
    const found = findingOf(mark);
    this._painted.set(cell, painted);
    if (!found || isOpen(painted)) {
      return;
    }
    painted.isAwaited = !cell.node.isConnected;
    if (painted.isAwaited) {
      return;
    }
    const finding = this._newFinding(painted, mark, found);
    painted.finding = finding;
    Widget.attach(finding, cell.node);
    cell.disposed.connect(() => finding.dispose());
    if (takesFocus) {
      finding.node.focus();
    }
  }

  private _newFinding(painted: IPainted, mark: IMark, found: ICellVerdict): CellFinding {
    const { act, model, translator } = this._options;
    return new CellFinding({
      cell: found,
      name: mark.cell,
      verdict: found === mark.verdict ? (lastVerdict(model)?.verdict ?? null) : null,
      model,
      translator,
      act,
      onClose: () => {
        painted.finding?.dispose();
        painted.node?.focus();
      }
    });
  }

  /** A cell that is in the page again has its difference again. */
  private _onViewport(_: unknown, cell: Cell): void {
    const painted = this._painted.get(cell);
    if (painted?.isAwaited && painted.mark && cell.node.isConnected) {
      this._open(cell, painted.mark, false);
    }
  }

  private _isDisposed = false;
  /** Whether all cells are painted next time. */
  private _isWhole = true;
  private _isRun = false;
  /** Digits of prompts that were made room for. */
  private _more = 0;
  /** As they were painted. */
  private _marks: ReadonlyMap<string, IMark> = new Map();
  private readonly _painting = new AfterPaint(() => this._paint());
  private readonly _painted = new WeakMap<Cell, IPainted>();
}

/** Digits of the execution count in the prompt of a cell. */
function promptDigits(cell: ICellModel): number {
  const count = (cell as Partial<ICodeCellModel>).executionCount;
  return count ? String(count).length : 0;
}

function isSame(one: IMark | null | undefined, other: IMark | null): boolean {
  return one?.verdict === other?.verdict && one?.shown[0] === other?.shown[0];
}

function isOpen(painted: IPainted | undefined): boolean {
  return Boolean(painted?.finding && !painted.finding.isDisposed);
}

interface IPainted {
  words: string;
  mark: IMark | null;
  node: HTMLElement | null;
  finding: CellFinding | null;
  /** Whether its difference is to be opened when the cell is in the page. */
  isAwaited: boolean;
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
