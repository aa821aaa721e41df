import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { SessionConnectionMock } from '@jupyterlab/services/lib/testutils';
import { Signal } from '@lumino/signaling';
import { KernelSession } from './kernelSession';
import type { IOpenKernel } from './openKernel.example';
import { openKernel } from './openKernel.example';

const LACKING = Object.assign(new Error("No module named 'jupyter_repro'"), {
  name: 'ModuleNotFoundError'
});

/** The session of a notebook with a kernel, which can be replaced. */
function sessionWith({ kernel }: IOpenKernel) {
  const connection = new SessionConnectionMock({}, kernel);
  const signals = {
    iopubMessage: new Signal<object, unknown>({}),
    connectionStatusChanged: new Signal<object, unknown>({}),
    kernelChanged: new Signal<object, unknown>({})
  };
  const context = { ...signals, session: connection } as unknown as ISessionContext;
  const session = new KernelSession(
    context,
    () => [],
    () => true
  );
  const replace = (other: Kernel.IKernelConnection): void => {
    Object.assign(connection, { kernel: other });
    signals.kernelChanged.emit({});
  };
  return { session, signals, replace };
}

function changed(session: KernelSession): Promise<void> {
  return new Promise(resolve => session.changed.connect(() => resolve(), session));
}

/** Until all that is answered at once is answered. */
function settled(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

test('the recorder is in a Python kernel before anything else is asked of it', async () => {
  const open = openKernel(() => ({ seed: 7 }));
  const { session } = sessionWith(open);
  await settled();
  expect(open.asked[0]).toContain('load_ipython_extension');
  expect(session.state.seed).toBe(7);
  session.dispose();
});

test('a kernel is asked once after several cells have run', async () => {
  const open = openKernel();
  const { session, signals } = sessionWith(open);
  await settled();
  const before = open.asked.length;
  const ran = { header: { msg_type: 'execute_input' } };
  [1, 2, 3].forEach(() => signals.iopubMessage.emit(ran));
  await changed(session);
  expect(open.asked.length).toBe(before + 1);
  session.dispose();
});

test('an environment of the kernel that lacks us is known by what loading the recorder raises', async () => {
  const { session } = sessionWith(openKernel(code => (code ? LACKING : {})));
  const answer = await session.load();
  expect(answer.error).toContain("No module named 'jupyter_repro'");
  expect(session.isMissing).toBe(true);
  session.dispose();
});

test('a kernel that dies while our code runs in it fails what asked for that, and the console has the rest', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation();
  const { session } = sessionWith(openKernel(() => Promise.reject(new Error('Canceled'))));
  await expect(session.run('1')).rejects.toThrow('Canceled');
  expect(session.isRunning).toBe(false);
  expect(said).toHaveBeenCalledWith('jupyter-repro:', expect.any(Error));
  said.mockRestore();
  session.dispose();
});

test('a kernel that is replaced has its own session, and the other one says nothing any more', async () => {
  const late: (() => void)[] = [];
  const first = openKernel(code =>
    code ? {} : new Promise<{ seed: number }>(resolve => late.push(() => resolve({ seed: 1 })))
  );
  const { session, replace } = sessionWith(first);
  await settled();
  replace(openKernel(() => ({ seed: 2 })).kernel);
  await settled();
  expect(session.state.seed).toBe(2);
  late.forEach(answer => answer());
  await settled();
  expect(session.state.seed).toBe(2);
  session.dispose();
});

test('what a kernel raised when the recorder was loaded is not held against the one that replaces it', async () => {
  let raise: (error: Error) => void = () => undefined;
  const first = openKernel(code => (code ? new Promise<Error>(resolve => (raise = resolve)) : {}));
  const { session, replace } = sessionWith(first);
  replace(openKernel().kernel);
  await settled();
  raise(LACKING);
  await settled();
  expect([session.isMissing, session.state.loaded]).toEqual([false, true]);
  session.dispose();
});

test('no Python runs in a kernel of another language that replaces one of Python', async () => {
  const { session, replace } = sessionWith(openKernel());
  await settled();
  const other = openKernel(undefined, { name: 'ir', language: 'R' });
  replace(other.kernel);
  await settled();
  expect(other.asked).toEqual([]);
  expect([session.isOther, session.state.loaded]).toEqual([true, false]);
  session.dispose();
});
