import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commandIds';
import { FileWork } from '../files/fileWork';
import { snapshotIcon, verifyIcon, whyIcon } from '../icons';
import { IReproModels } from '../models';
import { attempt, notify } from '../notices';
import { showCell } from '../reveal';
import { ReproServer } from '../server';
import { serverFolder } from '../serverFolder';
import { ICellFindings } from '../tokens';
import { markWords } from '../words';
import { OPEN_NOTEBOOKS } from './dashboard';

/** As schema/context-menus.json names them. */
const VERIFY = 'jupyter-repro:verify-files';
const SNAPSHOT = 'jupyter-repro:snapshot-files';
const COMPARE = 'jupyter-repro:compare-files';
const COMPARE_CELL = 'jupyter-repro:compare-cell';

/** At files and folders of the file browser, and at cells. */
export const contextMenus: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-repro:context-menus',
  description:
    'Verifies, records and compares notebooks, folders and cells from their context menus.',
  autoStart: true,
  optional: [IFileBrowserFactory, INotebookTracker, IReproModels, ICellFindings, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    factory: IFileBrowserFactory | null,
    tracker: INotebookTracker | null,
    models: IReproModels | null,
    findings: ICellFindings | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_repro');
    if (factory) {
      addFileCommands(app, factory, tracker, trans);
    }
    if (tracker && models) {
      addCellCommand(app, tracker, models, findings, trans);
    }
  }
};

function addFileCommands(
  app: JupyterFrontEnd,
  factory: IFileBrowserFactory,
  tracker: INotebookTracker | null,
  trans: TranslationBundle
): void {
  const { commands, serviceManager } = app;
  const { contents, events, sessions, serverSettings } = serviceManager;
  const work = new FileWork({
    server: new ReproServer(serverSettings),
    events,
    trans,
    tracker,
    sessions: () => [...sessions.running()].map(each => each.path),
    recordOpen: async panel => {
      app.shell.activateById(panel.id);
      await commands.execute(CommandIDs.snapshot);
    },
    openNotebook: path => attempt(commands.execute('docmanager:open', { path })),
    hasTable: () => commands.hasCommand(OPEN_NOTEBOOKS),
    openAll: () => attempt(commands.execute(OPEN_NOTEBOOKS))
  });
  /** Paths of the notebooks and folders that are selected. */
  const selected = (): string[] =>
    [...(factory.tracker.currentWidget?.selectedItems() ?? [])]
      .filter(each => each.type === 'notebook' || each.type === 'directory')
      .map(each => serverFolder(contents, each.path))
      .filter(path => path !== null);
  const add = (id: string, label: string, icon: LabIcon, caption: string, act: Act): void => {
    commands.addCommand(id, {
      label,
      caption,
      icon,
      describedBy: { args: NO_ARGUMENTS },
      isVisible: () => selected().length > 0,
      execute: () => attempt(act(selected()))
    });
  };
  add(
    VERIFY,
    trans.__('Verify'),
    verifyIcon,
    trans.__('Run the selected notebooks, and all below the selected folders, in fresh kernels'),
    places => work.verify(places)
  );
  add(
    SNAPSHOT,
    trans.__('Snapshot'),
    snapshotIcon,
    trans.__('Run the selected notebooks in fresh kernels, and record what they show'),
    places => work.snapshot(places)
  );
  add(
    COMPARE,
    trans.__('Compare with Recorded'),
    whyIcon,
    trans.__('Hold what is saved against what was recorded, without a run'),
    places => work.compare(places)
  );
}

type Act = (places: readonly string[]) => Promise<void>;

/** A cell shows its difference; of one that has none it is said how it stands. */
function addCellCommand(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  models: IReproModels,
  findings: ICellFindings | null,
  trans: TranslationBundle
): void {
  const compare = async (): Promise<void> => {
    const panel = tracker.currentWidget;
    const cell = panel?.content.activeCell;
    if (!panel || !cell) {
      return;
    }
    const mark = models.of(panel).marks.get(cell.model.id);
    if (mark?.shown.length || mark?.verdict?.divergences.length) {
      await showCell(panel, cell.model.id, findings);
      return;
    }
    const text = mark
      ? trans.__('%1: %2', mark.cell, markWords(mark.name, trans))
      : trans.__('Nothing of this cell differs from what was recorded, as far as it is known.');
    notify({ text, isError: false });
  };
  app.commands.addCommand(COMPARE_CELL, {
    label: trans.__('Compare with Recorded'),
    caption: trans.__('Show what of this cell is not as it was recorded'),
    icon: whyIcon,
    describedBy: { args: NO_ARGUMENTS },
    isEnabled: () => {
      const panel = tracker.currentWidget;
      return Boolean(panel && models.of(panel).state?.recorded);
    },
    execute: () => attempt(compare())
  });
}

const NO_ARGUMENTS = { type: 'object', properties: {} };
