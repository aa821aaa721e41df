import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IReproModels } from '../models';
import { ReproStatus } from '../reproStatus';
import { IReproStatus } from '../tokens';

/** For other extensions. */
export const reproStatus: JupyterFrontEndPlugin<IReproStatus> = {
  id: 'jupyter-repro:notebook-status',
  description: 'Says to other extensions whether the open notebooks can be believed.',
  autoStart: true,
  requires: [IReproModels],
  optional: [ITranslator],
  provides: IReproStatus,
  activate: (
    _app: JupyterFrontEnd,
    models: IReproModels,
    translator: ITranslator | null
  ): IReproStatus => new ReproStatus(models, (translator ?? nullTranslator).load('jupyter_repro'))
};
