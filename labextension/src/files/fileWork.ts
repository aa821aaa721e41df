import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Event } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { numbered } from '../cellName';
import type { IRow } from '../notebooks/notebookRow';
import { nameOf, rowOf } from '../notebooks/notebookRow';
import { attempt, notify } from '../notices';
import type { ManyKind, ReproServer } from '../server';
import type { IComparison } from './batchWords';
import {
  allComparedWords,
  comparedWords,
  isAsRecorded,
  isDoubtful,
  runningWords,
  standWords
} from './batchWords';
import { EndedJobs } from './endedJobs';

/** Milliseconds that good news stays. */
const GOOD_NEWS = 6000;

/** What is done with notebooks that are chosen by their files. */
export class FileWork {
  constructor(private readonly _options: FileWork.IOptions) {
    this._jobs = new EndedJobs(_options.events);
  }

  /** Verify notebooks, and all below folders. */
  async verify(places: readonly string[]): Promise<void> {
    const rows = await this._rows(places);
    const open = this._open(rows.map(row => row.path));
    await Promise.all(open.filter(isUnsaved).map(panel => panel.context.save()));
    await this._run('verify', rows);
  }

  /** Record notebooks in fresh kernels; what a page shows of an open one is recorded there. */
  async snapshot(places: readonly string[]): Promise<void> {
    const { sessions, recordOpen, trans } = this._options;
    const rows = await this._rows(places);
    const open = this._open(rows.map(row => row.path));
    const [panel] = open;
    if (panel && rows.length === 1) {
      return recordOpen(panel);
    }
    const opened = new Set([...open.map(each => each.context.localPath), ...sessions()]);
    const closed = rows.filter(row => !opened.has(row.path));
    if (closed.length < rows.length) {
      const names = rows.filter(row => opened.has(row.path)).map(row => nameOf(row.path));
      const text = trans.__('Open, and to be recorded in the page: %1', names.join(', '));
      notify({ text, isError: false, isDoubtful: true });
    }
    if (closed.length === 1 || (closed.length > 1 && (await this._isAgreed(closed.length)))) {
      await this._run('snapshot', closed);
    }
  }

  /** Hold what is saved against what was recorded; nothing is run. */
  async compare(places: readonly string[]): Promise<void> {
    const { trans } = this._options;
    const rows = await this._rows(places);
    const comparisons: IComparison[] = [];
    for (const row of rows) {
      comparisons.push({ row, cells: await this._otherCells(row) });
    }
    const [first] = comparisons;
    if (first) {
      const isOne = comparisons.length === 1;
      const text = isOne ? comparedWords(first, trans) : allComparedWords(comparisons, trans);
      const isGood = comparisons.every(isAsRecorded);
      notify({ text, isError: false, isDoubtful: !isGood }, this._more(rows));
    }
  }

  private async _run(kind: ManyKind, rows: readonly IRow[]): Promise<void> {
    const { server, trans } = this._options;
    const paths = rows.map(row => row.path);
    if (!paths.length) {
      return;
    }
    const jobs = await server.startMany(paths, kind);
    const cancel = (): void => attempt(server.endMany(jobs.map(job => job.id)));
    const id = Notification.emit(runningWords(kind, paths, 0, trans), 'in-progress', {
      autoClose: false,
      actions: [{ label: trans.__('Cancel'), callback: cancel }]
    });
    await this._jobs.untilEnded(jobs, ended => {
      Notification.update({ id, message: runningWords(kind, paths, ended, trans) });
    });
    const found = await this._rows(paths);
    const isBad = isDoubtful(found);
    Notification.update({
      id,
      message: standWords(found, trans),
      type: isBad ? 'warning' : 'success',
      autoClose: isBad ? false : GOOD_NEWS,
      actions: this._more(found)
    });
  }

  /** What can be looked at then. */
  private _more(rows: readonly IRow[]): Notification.IAction[] {
    const { openAll, openNotebook, trans } = this._options;
    const [row] = rows;
    if (row && rows.length === 1) {
      return [{ label: trans.__('Open'), callback: () => openNotebook(row.path) }];
    }
    return this._options.hasTable() ? [{ label: trans.__('Show all'), callback: openAll }] : [];
  }

  private async _rows(places: readonly string[]): Promise<IRow[]> {
    const answers = await Promise.all(places.map(place => this._options.server.notebooks(place)));
    const found = new Map(
      answers.flatMap(answer => answer.notebooks).map(each => [each.path, rowOf(each)])
    );
    if (!found.size) {
      notify({ text: this._options.trans.__('There is no notebook.'), isError: false });
    }
    return [...found.values()];
  }

  /** The cells of a saved notebook whose outputs are not those that were recorded. */
  private async _otherCells({ path, status }: IRow): Promise<string[]> {
    if (status === 'not-recorded' || status === 'unreadable') {
      return [];
    }
    const { server } = this._options;
    const ids = Object.keys((await server.state(path)).sources);
    const asked = Object.fromEntries(ids.map(id => [id, null]));
    const { cells } = await server.outputs(path, asked);
    return ids.flatMap((id, place) =>
      cells[id]?.some(each => !each.allowed) ? [numbered(place + 1)] : []
    );
  }

  private _open(paths: readonly string[]): NotebookPanel[] {
    const found: NotebookPanel[] = [];
    this._options.tracker?.forEach(panel => {
      if (paths.includes(panel.context.localPath)) {
        found.push(panel);
      }
    });
    return found;
  }

  private async _isAgreed(count: number): Promise<boolean> {
    const { trans } = this._options;
    const { button } = await showDialog({
      title: trans.__('Record %1 notebooks?', count),
      body: trans.__(
        'Each is run in a fresh kernel; its outputs are written into it, and its snapshot beside it.'
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Record') })
      ]
    });
    return button.accept;
  }

  private readonly _jobs: EndedJobs;
}

export namespace FileWork {
  export interface IOptions {
    server: ReproServer;
    events: Event.IManager;
    trans: TranslationBundle;
    tracker: INotebookTracker | null;
    /** Paths of the notebooks that have a kernel. */
    sessions: () => readonly string[];
    /** Record a notebook that is open in its page. */
    recordOpen: (panel: NotebookPanel) => Promise<void>;
    openNotebook: (path: string) => void;
    /** Whether there is a table of all notebooks: Notebook 7 has none. */
    hasTable: () => boolean;
    /** Show it. */
    openAll: () => void;
  }
}

function isUnsaved(panel: NotebookPanel): boolean {
  return panel.context.model.dirty && !panel.context.model.readOnly;
}
