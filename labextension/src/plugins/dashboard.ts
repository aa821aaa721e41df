import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { onJobs } from '../jobEvents';
import { reproIcon } from '../icons';
import { inBackground } from '../inBackground';
import { attempt } from '../notices';
import { openReport } from '../openReport';
import { ReproServer } from '../server';
import { Dashboard } from '../notebooks/dashboard';
import { nameOf } from '../notebooks/notebookRow';
import { NotebooksModel } from '../notebooks/notebooksModel';
import type { IRow } from '../notebooks/notebookRow';
import type { IView } from '../notebooks/view';
import { FIRST_VIEW } from '../notebooks/view';

export const OPEN_NOTEBOOKS = 'jupyter-repro:open-notebooks';

const RANK = 50;

/** A tab of the main area with all notebooks; Notebook 7, where a page holds one document, has none. */
export const dashboard: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-repro:dashboard',
  description: 'Shows of all notebooks whether they reproduce, and verifies many at once.',
  autoStart: true,
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ILauncher, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    translator: ITranslator | null
  ): void => {
    if (!labShell) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyter_repro');
    const category = trans.__('Reproducibility');
    const tracker = new WidgetTracker<MainAreaWidget<Dashboard>>({ namespace: 'jupyter-repro' });
    app.commands.addCommand(OPEN_NOTEBOOKS, {
      label: args =>
        args['isPalette'] ? trans.__('Reproducibility: All Notebooks') : trans.__('All Notebooks'),
      caption: trans.__('Show of all notebooks whether they reproduce'),
      icon: reproIcon,
      describedBy: { args: ARGUMENTS },
      execute: args => {
        const open = tracker.currentWidget ?? tracker.find(() => true);
        const widget = open ?? newDashboard(app, labShell, trans, args);
        if (!open) {
          labShell.add(widget, 'main');
          inBackground(tracker.add(widget));
          widget.content.model.changed.connect(() => inBackground(tracker.save(widget)));
        }
        labShell.activateById(widget.id);
      }
    });
    inBackground(
      Promise.resolve(
        restorer?.restore(tracker, {
          command: OPEN_NOTEBOOKS,
          args: ({ content }) => ({
            ...content.model.view,
            statuses: [...content.model.view.statuses]
          }),
          name: () => 'notebooks'
        })
      )
    );
    palette?.addItem({ command: OPEN_NOTEBOOKS, category, args: { isPalette: true } });
    launcher?.add({ command: OPEN_NOTEBOOKS, category: trans.__('Other'), rank: RANK });
  }
};

function newDashboard(
  app: JupyterFrontEnd,
  labShell: ILabShell,
  trans: TranslationBundle,
  view: Partial<IView>
): MainAreaWidget<Dashboard> {
  const server = new ReproServer(app.serviceManager.serverSettings);
  const model = new NotebooksModel(server);
  model.view = { ...FIRST_VIEW, ...view };
  const { contents, events } = app.serviceManager;
  onJobs(events, model, progress => model.follow(progress));
  contents.fileChanged.connect(onFile, model);
  const content = new Dashboard({
    model,
    trans,
    actions: {
      open: path => attempt(app.commands.execute('docmanager:open', { path })),
      report: (row: IRow) =>
        openReport(
          labShell,
          server.reportUrl(row.report),
          trans.__('Report of %1', nameOf(row.path))
        )
    },
    verify: () => attempt(model.verify()),
    cancel: () => attempt(model.cancel())
  });
  return new MainAreaWidget({ content });
}

/** What is saved, renamed or deleted in this page is seen at once. */
function onFile(this: NotebooksModel, _: Contents.IManager, change: Contents.IChangedArgs): void {
  for (const path of [change.oldValue?.path, change.newValue?.path]) {
    if (path?.endsWith('.ipynb')) {
      this.look(path);
    }
  }
}

const ARGUMENTS = {
  type: 'object',
  properties: {
    search: { type: 'string', description: 'What the notebooks are searched for' },
    statuses: {
      type: 'array',
      items: { type: 'string' },
      description: 'The statuses that are shown; all where it is empty'
    },
    column: { type: 'string', description: 'The column by which they are sorted' },
    isDescending: { type: 'boolean', description: 'Whether the last one stands first' }
  }
};
