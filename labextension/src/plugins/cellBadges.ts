import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { actBy } from '../actBy';
import { CellBadges } from '../cellBadges';
import { IReproModels } from '../models';
import { ICellFindings } from '../tokens';

/** In the margin of each cell, and below it. */
export const cellBadges: JupyterFrontEndPlugin<ICellFindings> = {
  id: 'jupyter-repro:badges',
  description: 'Says at each cell whether it reproduced, and shows what differs.',
  autoStart: true,
  requires: [INotebookTracker, IReproModels],
  optional: [ITranslator],
  provides: ICellFindings,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    models: IReproModels,
    translator: ITranslator | null
  ): ICellFindings => {
    const { settings } = models;
    const views = new Map<NotebookPanel, CellBadges>();
    const options = {
      settings,
      translator: translator ?? nullTranslator,
      act: actBy(app.commands)
    };
    const show = (panel: NotebookPanel): void => {
      views.set(panel, new CellBadges({ ...options, panel, model: models.of(panel) }));
      panel.disposed.connect(() => void views.delete(panel), views);
    };
    tracker.forEach(show);
    tracker.widgetAdded.connect((_, panel) => show(panel), views);
    settings.changed.connect(() => views.forEach(view => view.repaint()), views);
    return {
      open: async (panel, id) => {
        await views.get(panel)?.open(id);
      }
    };
  }
};
