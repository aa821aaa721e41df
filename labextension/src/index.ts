import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell } from '@jupyterlab/application';
import {
  ICommandPalette,
  ISessionContextDialogs,
  MainAreaWidget,
  SessionContextDialogs
} from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IFrame } from '@jupyterlab/ui-components';
import { Actions } from './actions';
import type { IJob } from './answers';
import type { IDoable } from './causeList';
import { CellBadges } from './cellBadges';
import { CommandIDs } from './commandIds';
import { ReproCommands } from './commands';
import { reportIcon } from './icons';
import { IReproModels, ReproModels } from './models';
import { PANEL_ID, SidePanel } from './panel/sidePanel';
import { notifyError } from './notices';
import { ReproServer } from './server';
import { followedSettings } from './settings';
import { StatusItem } from './statusItem';

const PLUGIN = 'jupyter-repro:plugin';

/** Right of the kernel's logo in Notebook 7. */
const TOP_RANK = 900;

/** Everything but the status item. */
const plugin: JupyterFrontEndPlugin<IReproModels> = {
  id: PLUGIN,
  description:
    'Shows whether a notebook can be believed, verifies it, and says which cell diverged and why.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry, ITranslator, ICommandPalette, ISessionContextDialogs, ILabShell],
  provides: IReproModels,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    dialogs: ISessionContextDialogs | null,
    labShell: ILabShell | null
  ): IReproModels => {
    const translation = translator ?? nullTranslator;
    const trans = translation.load('jupyter_repro');
    const views = new Map<NotebookPanel, CellBadges>();
    const settings = followedSettings(registry, PLUGIN, () =>
      views.forEach(view => view.repaint())
    );
    const server = new ReproServer(app.serviceManager.serverSettings);
    const models = new ReproModels(tracker, server, settings, app.serviceManager.events);
    const actions = new Actions({
      models,
      server,
      settings,
      translator: translation,
      dialogs: dialogs ?? new SessionContextDialogs({ translator: translation })
    });
    const act = ({ do: what, name }: IDoable): void =>
      void app.commands.execute(OF_ACTION[what], { name });

    const showBadges = (panel: NotebookPanel): void => {
      const model = models.of(panel);
      views.set(panel, new CellBadges({ panel, model, settings, translator: translation, act }));
      panel.disposed.connect(() => void views.delete(panel));
    };
    tracker.forEach(showBadges);
    tracker.widgetAdded.connect((_, panel) => showBadges(panel));

    const openCell = async (panel: NotebookPanel, id: string): Promise<void> => {
      await views.get(panel)?.open(id);
    };
    const side = new SidePanel({
      models,
      trans,
      act,
      showCell: id => {
        const panel = tracker.currentWidget;
        void (panel && openCell(panel, id).catch(notifyError));
      },
      takeNextStep: () => void app.commands.execute(CommandIDs.nextStep),
      cancel: () => void app.commands.execute(CommandIDs.cancel)
    });
    app.shell.add(side, 'right', { rank: TOP_RANK, type: 'Reproducibility' });

    new ReproCommands({
      app,
      tracker,
      models,
      actions,
      trans,
      openPanel: () => app.shell.activateById(PANEL_ID),
      openDrift: () => {
        app.shell.activateById(PANEL_ID);
        side.showDrift();
      },
      openReport: job => openReport(labShell, server.reportUrl(job.id), reportTitle(job)),
      openCell
    });
    const category = trans.__('Reproducibility');
    Object.values(CommandIDs)
      .filter(command => command !== CommandIDs.restore)
      .forEach(command => palette?.addItem({ command, category }));
    return models;

    function reportTitle(job: IJob): string {
      return trans.__('Report of %1', job.path.split('/').pop() ?? job.path);
    }
  }
};

/** In the status bar of JupyterLab; above the notebook in Notebook 7, which has none. */
const statusItem: JupyterFrontEndPlugin<void> = {
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
      const isActive = (): boolean => models.current !== null;
      bar.registerStatusItem('jupyter-repro:status', {
        item,
        align: 'left',
        rank: TOP_RANK,
        // a narrow window hides what has none
        priority: 1,
        isActive,
        activeStateChanged: models.currentChanged
      });
    } else {
      app.shell.add(item, 'top', { rank: TOP_RANK });
    }
  }
};

const OF_ACTION: Readonly<Record<IDoable['do'], string>> = {
  pin: CommandIDs.pin,
  restart: CommandIDs.freshRun,
  prove: CommandIDs.prove,
  verify: CommandIDs.verify,
  snapshot: CommandIDs.snapshot,
  restore: CommandIDs.restore
};

/** In a tab of JupyterLab; in a page of its own in Notebook 7, where a page holds one document. */
function openReport(labShell: ILabShell | null, url: string, title: string): void {
  if (!labShell) {
    window.open(url, '_blank', 'noopener');
    return;
  }
  const content = new IFrame({ sandbox: ['allow-scripts'], referrerPolicy: 'no-referrer' });
  content.url = url;
  const widget = new MainAreaWidget({ content });
  widget.title.label = title;
  widget.title.icon = reportIcon;
  labShell.add(widget, 'main', { mode: 'split-right' });
}

export default [plugin, statusItem];
