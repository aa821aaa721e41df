import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IReproModels } from '../models';
import { StatusItem } from '../statusItem';
import { RANK } from './rank';

/** In the status bar of JupyterLab; above the notebook in Notebook 7, which has none. */
export const statusItem: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-repro:status',
  description: 'Says in the status bar whether the notebook in front can be believed.',
  autoStart: true,
  requires: [IReproModels],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    models: IReproModels,
    bar: IStatusBar | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_repro');
    const item = new StatusItem({ models, commands: app.commands, trans });
    item.id = 'jupyter-repro-status';
    if (bar) {
      bar.registerStatusItem('jupyter-repro:status', {
        item,
        align: 'left',
        rank: RANK,
        // a narrow window hides what has none
        priority: 1,
        isActive: () => models.current !== null,
        activeStateChanged: models.currentChanged
      });
    } else {
      app.shell.add(item, 'top', { rank: RANK });
    }
  }
};
