import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IReproModels, ReproModels } from '../models';
import { ReproServer } from '../server';
import { FollowedSettings } from '../settings';

const ID = 'jupyter-repro:plugin';

/** What is known of the open notebooks; all others are views of it. */
export const models: JupyterFrontEndPlugin<IReproModels> = {
  id: ID,
  description: 'Knows of each open notebook whether it can be believed.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry],
  provides: IReproModels,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry | null
  ): IReproModels =>
    new ReproModels({
      tracker,
      shell: app.shell,
      server: new ReproServer(app.serviceManager.serverSettings),
      settings: new FollowedSettings(registry, ID),
      events: app.serviceManager.events
    })
};
