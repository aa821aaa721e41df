import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { actBy } from '../actBy';
import { CommandIDs } from '../commandIds';
import { IReproModels } from '../models';
import { attempt } from '../notices';
import { PANEL_ID, SidePanel } from '../panel/sidePanel';
import { showCell } from '../reveal';
import { ICellFindings, IReproPanel } from '../tokens';
import { RANK } from './rank';

/** At the right. */
export const sidePanel: JupyterFrontEndPlugin<IReproPanel> = {
  id: 'jupyter-repro:panel',
  description: 'Shows what is known of the notebook in front, and what to do next.',
  autoStart: true,
  requires: [INotebookTracker, IReproModels],
  optional: [ICellFindings, ITranslator],
  provides: IReproPanel,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    models: IReproModels,
    findings: ICellFindings | null,
    translator: ITranslator | null
  ): IReproPanel => {
    const run = (command: string): void => attempt(app.commands.execute(command));
    const side = new SidePanel({
      models,
      trans: (translator ?? nullTranslator).load('jupyter_repro'),
      act: actBy(app.commands),
      showCell: id => {
        const panel = tracker.currentWidget;
        if (panel) {
          attempt(showCell(panel, id, findings));
        }
      },
      takeNextStep: () => run(CommandIDs.nextStep),
      cancel: () => run(CommandIDs.cancel)
    });
    app.shell.add(side, 'right', { rank: RANK, type: 'Reproducibility' });
    const open = (): void => app.shell.activateById(PANEL_ID);
    return {
      open,
      openDrift: () => {
        open();
        side.showDrift();
      }
    };
  }
};
