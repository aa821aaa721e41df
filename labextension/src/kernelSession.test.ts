import type { ISessionContext } from '@jupyterlab/apputils';
import { Signal } from '@lumino/signaling';
import { KernelSession } from './kernelSession';
import { NO_SESSION } from './sessionState';

/** A kernel that answers what it is asked by a function of the request. */
function connected(answer: (request: { code: string }) => Promise<unknown>) {
  const requests: { code: string }[] = [];
  const kernel = {
    name: 'python3',
    connectionStatus: 'connected',
    info: Promise.resolve({ language_info: { name: 'python' } }),
    requestExecute: (request: { code: string }) => {
      requests.push(request);
      return { done: answer(request) };
    }
  };
  const signals = {
    iopubMessage: new Signal<object, unknown>({}),
    connectionStatusChanged: new Signal<object, unknown>({}),
    kernelChanged: new Signal<object, unknown>({})
  };
  const context = { ...signals, session: { kernel } } as unknown as ISessionContext;
  const session = new KernelSession(
    context,
    () => [],
    () => true
  );
  return { session, requests, signals };
}

const OK = { content: { status: 'ok', user_expressions: {} } };

function knows(seed: number): unknown {
  const data = { 'application/json': { ...NO_SESSION, loaded: true, seed } };
  return { content: { status: 'ok', user_expressions: { repro: { data } } } };
}

function changed(session: KernelSession): Promise<void> {
  return new Promise(resolve => session.changed.connect(() => resolve(), session));
}

test('the recorder is in a Python kernel before anything else is asked of it', async () => {
  const { session, requests } = connected(({ code }) => Promise.resolve(code ? OK : knows(7)));
  await changed(session);
  expect(requests[0]?.code).toContain('load_ipython_extension');
  expect(session.state.seed).toBe(7);
  session.dispose();
});

test('a kernel is asked once after several cells have run', async () => {
  const { session, requests, signals } = connected(({ code }) =>
    Promise.resolve(code ? OK : knows(7))
  );
  await changed(session);
  const before = requests.length;
  const ran = { header: { msg_type: 'execute_input' } };
  [1, 2, 3].forEach(() => signals.iopubMessage.emit(ran));
  await changed(session);
  expect(requests.length).toBe(before + 1);
  session.dispose();
});

test('an environment of the kernel that lacks us is known by what loading the recorder raises', async () => {
  const raised = { ename: 'ModuleNotFoundError', evalue: "No module named 'jupyter_repro'" };
  const { session } = connected(({ code }) =>
    Promise.resolve(code ? { content: { status: 'error', ...raised } } : OK)
  );
  const answer = await session.load();
  expect(answer.error).toContain("No module named 'jupyter_repro'");
  expect(session.isMissing).toBe(true);
  session.dispose();
});

test('a kernel that dies while our code runs in it fails what asked for that, and the console has the rest', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation();
  const { session } = connected(() => Promise.reject(new Error('Canceled')));
  await expect(session.run('1')).rejects.toThrow('Canceled');
  expect(session.isRunning).toBe(false);
  expect(said).toHaveBeenCalledWith('jupyter-repro:', expect.any(Error));
  session.dispose();
});
