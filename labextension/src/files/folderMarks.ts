import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { INotebooks, IProgress } from '../answers';
import type { IRow } from '../notebooks/notebookRow';
import { folderOf, nameOf, rowOf } from '../notebooks/notebookRow';
import { inBackground } from '../inBackground';
import { Refresher } from '../refresher';
import { RequestFailed } from '../requestFailed';
import { MARK_CLASS, fileMark, markNode } from './fileMark';

/** Milliseconds between two requests of one folder. */
const LOOK = 500;

const ENDINGS = /\.(ipynb|repro\.json)$/;

/** What is asked of the server. */
export interface IFolderServer {
  folder(path: string): Promise<INotebooks>;
}

/** Marks at the notebooks of one file browser; asked for again when a notebook or a snapshot changed. */
export class FolderMarks implements IDisposable {
  constructor(private readonly _options: FolderMarks.IOptions) {
    const { browser } = _options;
    const { model } = browser;
    this._observer = new MutationObserver(() => this._paint());
    this._observer.observe(browser.node, {
      childList: true,
      characterData: true,
      subtree: true
    });
    model.refreshed.connect(this._onRefreshed, this);
    model.pathChanged.connect(this._onRefreshed, this);
    browser.disposed.connect(this.dispose, this);
    this._onRefreshed();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._observer.disconnect();
      this._looking.dispose();
      this._options.browser.model.refreshed.disconnect(this._onRefreshed, this);
      this._options.browser.model.pathChanged.disconnect(this._onRefreshed, this);
    }
  }

  /** Ask again, whatever is known. */
  look(): void {
    inBackground(this._looking.refresh().catch(unlessMissing));
  }

  /** Take what an event says of a job: one that has ended may have changed where its notebook stands. */
  follow(progress: IProgress): void {
    const hasEnded = progress.phase !== 'queued' && progress.phase !== 'running';
    const folder = this._folder && `${this._folder}/`;
    if (hasEnded && folderOf(progress.path) === folder) {
      this.look();
    }
  }

  private _onRefreshed(): void {
    const known = this._options.names(this._options.browser.model.path);
    if (known === null) {
      this._key = '';
      this._rows.clear();
      return;
    }
    const items = [...this._options.browser.model.items()].filter(each => ENDINGS.test(each.name));
    const key = [known, ...items.map(each => `${each.name} ${each.last_modified}`)].join('\n');
    if (key !== this._key) {
      this._key = key;
      this._folder = known;
      this._rows.clear();
      this.look();
    }
  }

  private async _ask(): Promise<void> {
    const folder = this._folder;
    if (this._isDisposed || !this._holdsNotebooks()) {
      return;
    }
    const { notebooks } = await this._options.server.folder(folder);
    if (folder === this._folder) {
      this._rows = new Map(notebooks.map(each => [nameOf(each.path), rowOf(each)]));
      this._paint();
    }
  }

  private _holdsNotebooks(): boolean {
    const items: Iterable<Contents.IModel> = this._options.browser.model.items();
    return [...items].some(each => each.type === 'notebook');
  }

  /** Set each mark that is not there, and take each away that is not right. */
  private _paint(): void {
    const { browser, trans } = this._options;
    for (const item of browser.node.querySelectorAll<HTMLElement>('.jp-DirListing-item')) {
      const text = item.querySelector('.jp-DirListing-itemText');
      const row = text?.textContent ? this._rows.get(text.textContent) : undefined;
      const wanted = row ? fileMark(row, trans) : null;
      const found = item.querySelector<HTMLElement>(`.${MARK_CLASS}`);
      if (found && (!wanted || found.title !== wanted.title)) {
        found.remove();
      }
      if (wanted && found?.title !== wanted.title) {
        text?.after(markNode(wanted));
      }
    }
  }

  private _isDisposed = false;
  private _key = '';
  private _folder = '';
  private _rows = new Map<string, IRow>();
  private readonly _observer: MutationObserver;
  private readonly _looking = new Refresher(() => this._ask(), LOOK);
}

/** A server without our part has nothing to say of files, which the side panel explains. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof RequestFailed && error.isMissing)) {
    throw error;
  }
}

export namespace FolderMarks {
  export interface IOptions {
    browser: FileBrowser;
    server: IFolderServer;
    trans: TranslationBundle;
    /** A folder as the server names it; null where it is of another drive. */
    names: (path: string) => string | null;
  }
}
