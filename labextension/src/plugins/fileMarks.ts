import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { INotebooks } from '../answers';
import type { IFolderServer } from '../files/folderMarks';
import { FolderMarks } from '../files/folderMarks';
import { onJobs } from '../jobEvents';
import { RequestFailed } from '../requestFailed';
import { ReproServer } from '../server';
import { serverFolder } from '../serverFolder';

/** At the notebooks of each file browser; one request a folder, and none where the server has no part of ours. */
export const fileMarks: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-repro:file-marks',
  description: 'Marks in the file browser which notebooks reproduce.',
  autoStart: true,
  optional: [IFileBrowserFactory, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    factory: IFileBrowserFactory | null,
    translator: ITranslator | null
  ): void => {
    if (!factory) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyter_repro');
    const { contents, events, serverSettings } = app.serviceManager;
    const server = new WhileItAnswers(new ReproServer(serverSettings));
    const all = new Set<FolderMarks>();
    const mark = (browser: FileBrowser): void => {
      const names = (path: string): string | null => serverFolder(contents, path);
      const marks = new FolderMarks({ browser, server, trans, names });
      all.add(marks);
      browser.disposed.connect(() => void all.delete(marks), all);
    };
    factory.tracker.forEach(mark);
    factory.tracker.widgetAdded.connect((_, browser) => mark(browser), all);
    onJobs(events, all, progress => all.forEach(marks => marks.follow(progress)));
    // what a notebook depends on may have changed meanwhile
    window.addEventListener('focus', () => all.forEach(marks => marks.look()));
  }
};

/** Nobody is asked any more once it is known that there is nobody to answer. */
class WhileItAnswers implements IFolderServer {
  constructor(private readonly _server: ReproServer) {}

  async folder(path: string): Promise<INotebooks> {
    if (this._isMissing) {
      return NOTHING;
    }
    try {
      return await this._server.folder(path);
    } catch (error) {
      this._isMissing = error instanceof RequestFailed && error.isMissing;
      return NOTHING;
    }
  }

  private _isMissing = false;
}

const NOTHING: INotebooks = { version: '', notebooks: [], is_whole: false };
