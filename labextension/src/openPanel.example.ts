/** A notebook that is open in a page of JupyterLab: its own classes, on its own mocks of the server and the kernel. */

import '@jupyterlab/testing/lib/jest-shim';
import { Context } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { NotebookModelFactory } from '@jupyterlab/notebook';
import { NBTestUtils } from '@jupyterlab/notebook/lib/testutils';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import { ServiceManagerMock, SessionConnectionMock } from '@jupyterlab/services/lib/testutils';

/** Opened with a kernel that runs. */
export async function openPanel(
  kernel: Kernel.IKernelConnection,
  ...sources: string[]
): Promise<{ panel: NotebookPanel; manager: ServiceManager.IManager }> {
  const manager = new ServiceManagerMock();
  jest
    .mocked(manager.sessions.startNew)
    .mockImplementation(model => Promise.resolve(new SessionConnectionMock({ model }, kernel)));
  const context = new Context<INotebookModel>({
    manager,
    factory: new NotebookModelFactory(),
    path: 'n.ipynb',
    kernelPreference: { name: 'python3', shouldStart: true, canStart: true, autoStartDefault: true }
  });
  await context.initialize(true);
  await context.sessionContext.initialize();
  const cells = sources.map((source, index) => ({ ...CELL, id: `cell-${index}`, source }));
  context.model.fromJSON({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const panel = NBTestUtils.createNotebookPanel(context);
  await context.ready;
  return { panel, manager };
}

const CELL = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null } as const;
