/** JupyterLab's mock of a kernel, which answers what it is asked. */

import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { KernelMock, MockShellFuture } from '@jupyterlab/services/lib/testutils';
import type { ISessionState } from './answers';
import { NO_SESSION } from './sessionState';

/** What the kernel says to code: what it knows of its session, or what was raised. */
export type Reply = Partial<ISessionState> | Error;

export interface IOpenKernel {
  kernel: Kernel.IKernelConnection;
  /** The code of all that it was asked to run; empty where only its session was asked for. */
  asked: string[];
}

/** A kernel that is connected, and answers by a function of the code that it is to run, and of the id of the code's cell. */
export function openKernel(
  answer: (code: string, cell: string) => Reply | Promise<Reply> = () => ({}),
  { name, language } = { name: 'python3', language: 'python' }
): IOpenKernel {
  const kernel = new KernelMock({ model: { name, id: `${name}-${(count += 1)}` } });
  const asked: string[] = [];
  const reply = async (code: string, cell: string): Promise<unknown> =>
    contentOf(await answer(code, cell));
  Object.assign(kernel, {
    connectionStatus: 'connected',
    info: Promise.resolve({ language_info: { name: language } }),
    interrupt: jest.fn(() => Promise.resolve()),
    requestExecute: ({ code }: { code: string }, _: boolean, metadata?: { cellId?: string }) => {
      asked.push(code);
      return Object.assign(new MockShellFuture(NO_REPLY), {
        done: reply(code, metadata?.cellId ?? '')
      });
    }
  });
  return { kernel, asked };
}

let count = 0;

/** The mock's own, which is not sent. */
const NO_REPLY = {} as KernelMessage.IShellMessage;

function contentOf(reply: Reply): unknown {
  if (reply instanceof Error) {
    return { content: { status: 'error', ename: reply.name, evalue: reply.message } };
  }
  const data = { 'application/json': { ...NO_SESSION, loaded: true, ...reply } };
  const content = { status: 'ok', execution_count: 1, user_expressions: { repro: { data } } };
  return { content };
}
