/** @jest-environment @jupyterlab/testing/lib/jest-env.js */

import { openPanel } from './openPanel.example';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { acceptDialog, dismissDialog } from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { Actions } from './actions';
import type { IJob, ILastRun, IState } from './answers';
import { ReproModel } from './model';
import type { IReproModels } from './models';
import type { IOpenKernel, Reply } from './openKernel.example';
import { openKernel } from './openKernel.example';
import { RequestFailed } from './requestFailed';
import type { ReproServer } from './server';
import { job, STATE } from './standing.example';

const SETTINGS = { seed: 7, recordFromStart: true, badges: 'all' } as const;

const RUNNING: IJob = { ...job('identical'), phase: 'running', ended: '', verdict: null };

/** Says which cells it ran, and what it raises at code that holds a word. */
class Session {
  raised = new Map<string, Error>();
  ran: string[] = [];

  answer(code: string, cell: string): Reply {
    const error = [...this.raised].find(([word]) => code.includes(word))?.[1];
    if (error) {
      return error;
    }
    if (cell) {
      this.ran.push(code);
      this._runs.push({ cell, digest: '', count: this._runs.length + 1 });
    }
    return { runs: [...this._runs] };
  }

  private readonly _runs: ILastRun[] = [];
}

interface IOpened {
  panel: NotebookPanel;
  model: ReproModel;
  actions: Actions;
  session: Session;
  open: IOpenKernel;
  save: jest.Mock;
  restart: jest.Mock;
}

const opened: IOpened[] = [];

async function open(
  server: Partial<Record<keyof ReproServer, unknown>> = {},
  kernel?: IOpenKernel
): Promise<IOpened> {
  const session = new Session();
  const open = kernel ?? openKernel((code, cell) => session.answer(code, cell));
  const { panel, manager } = await openPanel(open.kernel, 'print(1)', 'print(2)');
  const save = jest.mocked(manager.contents.save) as jest.Mock;
  save.mockClear();
  const state = (): Promise<IState> => Promise.resolve({ ...STATE, recorded: null });
  const asked = { state, ...server } as unknown as ReproServer;
  const model = new ReproModel(panel.context, asked, () => true);
  const restart = jest.fn(() => Promise.resolve(true));
  const actions = new Actions({
    models: { of: () => model } as unknown as IReproModels,
    server: asked,
    settings: SETTINGS,
    dialogs: { restart, selectKernel: jest.fn() },
    translator: nullTranslator
  });
  const all = { panel, model, actions, session, open, save, restart };
  opened.push(all);
  await model.refresh();
  return all;
}

afterEach(() => {
  opened.splice(0).forEach(({ panel, model }) => {
    model.dispose();
    panel.dispose();
  });
});

function sources(panel: NotebookPanel): string[] {
  return panel.content.widgets.map(cell => cell.model.sharedModel.getSource());
}

test('a notebook is pinned by one cell at its top, however often that is asked for', async () => {
  const { actions, open: kernel, panel } = await open();
  expect(await actions.pin(panel)).toEqual({ text: '', isError: false });
  await actions.pin(panel);
  expect(sources(panel)).toEqual(['%load_ext jupyter_repro\n%repro pin 7', 'print(1)', 'print(2)']);
  expect(kernel.asked.filter(code => code.includes('%repro pin 7')).length).toBe(2);
});

test('a notebook that may not be changed is pinned in its kernel alone', async () => {
  const { actions, open: kernel, panel } = await open();
  panel.context.model.readOnly = true;
  await actions.pin(panel);
  expect(sources(panel)).toEqual(['print(1)', 'print(2)']);
  expect(kernel.asked).toContainEqual(expect.stringContaining('run_line_magic("repro", "pin 7")'));
});

test('a cell that raises while all are run is said to have', async () => {
  const { actions, panel, session } = await open();
  session.raised.set('print(1)', new Error('no such file'));
  const outcome = await actions.pinAndRun(panel);
  expect(outcome.isError).toBe(true);
  expect(outcome.text).toContain('did not run through');
});

test('nothing is recorded in a kernel of another language, and it is said what records it', async () => {
  const kernel = openKernel(undefined, { name: 'ir', language: 'R' });
  const { actions, panel } = await open({}, kernel);
  const outcome = await actions.snapshot(panel);
  expect(outcome.isError).toBe(true);
  expect(outcome.text).toContain('jupyter repro snapshot n.ipynb');
  expect(kernel.asked).toEqual([]);
});

test('where the environment of the kernel lacks us it is said what installs us', async () => {
  const { actions, panel, session, model } = await open();
  const lacking = new Error("No module named 'jupyter_repro'");
  session.raised.set('load_ipython_extension', lacking);
  await model.kernel.load();
  const outcome = await actions.snapshot(panel);
  expect(outcome.text).toContain('pip install jupyter-repro');
});

test('a snapshot of a session that ran is of what was saved', async () => {
  const { actions, panel, open: kernel, save } = await open();
  await actions.runAll(panel);
  panel.context.model.dirty = true;
  await actions.snapshot(panel);
  expect(save).toHaveBeenCalledTimes(1);
  expect(kernel.asked).toContainEqual(expect.stringContaining('snapshot /n.ipynb'));
});

test('a session that ran nothing is recorded after a fresh run, where the user agrees', async () => {
  const { actions, panel, open: kernel, session } = await open();
  const refused = actions.snapshot(panel);
  await dismissDialog();
  expect(await refused).toEqual({ text: '', isError: false });
  expect(session.ran).toEqual([]);
  const agreed = actions.snapshot(panel);
  await acceptDialog();
  await agreed;
  expect(kernel.kernel.restart).toHaveBeenCalled();
  expect(session.ran).toEqual(['print(1)', 'print(2)']);
  expect(kernel.asked).toContainEqual(expect.stringContaining('snapshot'));
});

test('a fresh run that fails is no obstacle to a later snapshot', async () => {
  const { actions, panel, open: kernel, restart } = await open();
  await actions.runAll(panel);
  restart.mockRejectedValueOnce(new Error('the kernel does not start'));
  await expect(actions.freshRun(panel)).rejects.toThrow('does not start');
  await actions.snapshot(panel);
  expect(kernel.asked).toContainEqual(expect.stringContaining('snapshot'));
});

test('what is verified is what is saved, and why the server refuses is not lost', async () => {
  const start = jest.fn(() => Promise.reject(new RequestFailed('the disk is full', 507)));
  const { actions, panel, save } = await open({ start });
  panel.context.model.dirty = true;
  await expect(actions.start(panel, 'verify')).rejects.toThrow('the disk is full');
  expect(save).toHaveBeenCalledTimes(1);
  save.mockRejectedValueOnce(new Error('the file is locked'));
  panel.context.model.dirty = true;
  const failed = expect(actions.start(panel, 'verify')).rejects.toThrow('the file is locked');
  await dismissDialog();
  await failed;
  expect(start).toHaveBeenCalledTimes(1);
});

test('what was started is ended, also where the kernel cannot be interrupted', async () => {
  const cancelled: IJob = { ...RUNNING, phase: 'cancelled' };
  const cancel = jest.fn(() => Promise.resolve(cancelled));
  const held = openKernel(code => (code === 'wait' ? new Promise<Reply>(() => undefined) : {}));
  const { actions, model, panel } = await open(
    { start: () => Promise.resolve(RUNNING), cancel },
    held
  );
  await actions.start(panel, 'verify');
  void model.kernel.run('wait');
  jest.mocked(held.kernel.interrupt).mockRejectedValueOnce(new Error('no connection'));
  await expect(actions.cancel(panel)).rejects.toThrow('no connection');
  expect(cancel).toHaveBeenCalledWith(RUNNING.id);
  expect(model.verification?.phase).toBe('cancelled');
});

test('a notebook that is renamed is asked for by the name that JupyterLab gives it', async () => {
  const state = jest.fn((path: string) =>
    Promise.resolve({ ...STATE, recorded: path === 'n.ipynb' ? null : STATE.recorded })
  );
  const drift = (): Promise<unknown> => Promise.resolve({ changes: [], uncommitted: [] });
  const { model, panel } = await open({ state, drift });
  await panel.context.rename('other.ipynb');
  await model.refresh();
  expect(state).toHaveBeenLastCalledWith('other.ipynb');
  expect(model.state?.recorded).toBe(STATE.recorded);
});

test('a file that is brought back is looked at again', async () => {
  const restore = jest.fn(() => Promise.resolve({ path: 'd.csv', from: 'git', kept: '' }));
  const { actions, model } = await open({ restore });
  const looked = jest.spyOn(model, 'refresh');
  expect((await actions.restore(model, 'd.csv')).from).toBe('git');
  expect(restore).toHaveBeenCalledWith('n.ipynb', 'd.csv');
  expect(looked).toHaveBeenCalled();
});
