import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell } from '@jupyterlab/application';
import {
  ICommandPalette,
  ISessionContextDialogs,
  SessionContextDialogs
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Actions } from '../actions';
import { CommandIDs } from '../commandIds';
import { ReproCommands } from '../commands';
import { IReproModels } from '../models';
import { openReport } from '../openReport';
import { showCell } from '../reveal';
import { ICellFindings, IReproPanel } from '../tokens';

/** In the toolbar, the menus and the palette. */
export const commands: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-repro:commands',
  description: 'Pins, records, verifies and explains the notebook in front.',
  autoStart: true,
  requires: [INotebookTracker, IReproModels],
  optional: [
    ICellFindings,
    IReproPanel,
    ITranslator,
    ICommandPalette,
    ISessionContextDialogs,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    models: IReproModels,
    findings: ICellFindings | null,
    panel: IReproPanel | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    dialogs: ISessionContextDialogs | null,
    labShell: ILabShell | null
  ): void => {
    const translation = translator ?? nullTranslator;
    const trans = translation.load('jupyter_repro');
    const { server, settings } = models;
    new ReproCommands({
      app,
      tracker,
      models,
      actions: new Actions({
        models,
        server,
        settings,
        translator: translation,
        dialogs: dialogs ?? new SessionContextDialogs({ translator: translation })
      }),
      trans,
      openPanel: () => panel?.open(),
      openDrift: () => panel?.openDrift(),
      openReport: job => {
        const title = trans.__('Report of %1', job.path.split('/').pop() ?? job.path);
        openReport(labShell, server.reportUrl(job.id), title);
      },
      openCell: (notebook, id) => showCell(notebook, id, findings)
    });
    const category = trans.__('Reproducibility');
    Object.values(CommandIDs)
      .filter(command => command !== CommandIDs.restore)
      .forEach(command => palette?.addItem({ command, category, args: { isPalette: true } }));
  }
};
