import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IDocumentCell } from './documentCell';
import type { ISessionState } from './answers';
import { inBackground } from './inBackground';
import { NO_SESSION } from './sessionState';

/** Milliseconds of quiet after a cell has run before the kernel is asked. */
const QUIET = 300;

/** Not by the magic, which would say to the notebook's own that it came second. */
const LOAD = '__import__("jupyter_repro").load_ipython_extension(get_ipython())';

/** What the kernel said to code that we ran in it. */
export interface IAnswer {
  /** What it showed, as plain text. */
  text: string;
  /** Empty where nothing was raised. */
  error: string;
}

/**
 * What the kernel of a notebook knows of its session. Nothing that is asked here is a run: it leaves no trace in the history,
 * the counts or the outputs.
 */
export class KernelSession implements IDisposable {
  constructor(
    private readonly _context: ISessionContext,
    private readonly _cells: () => readonly IDocumentCell[],
    private readonly _records: () => boolean
  ) {
    _context.iopubMessage.connect(this._onMessage, this);
    _context.connectionStatusChanged.connect(this._onConnection, this);
    _context.kernelChanged.connect(this._onKernel, this);
    this._onConnection();
  }

  get state(): ISessionState {
    return this._state;
  }

  /** Emitted when the state is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether the notebook's kernel is of another language; false while that is not known. */
  get isOther(): boolean {
    return this._language !== '' && !this.isPython;
  }

  /** Whether the notebook's kernel is Python's; false while that is not known. */
  get isPython(): boolean {
    return this._language === 'python';
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._asking.dispose();
      Signal.clearData(this);
    }
  }

  /** Have the recorder in the kernel, which changes nothing that the notebook computes. */
  async load(): Promise<IAnswer> {
    const kernel = this._kernel;
    const answer = await this.run(LOAD);
    if (kernel === this._kernel) {
      this._problem = answer.error;
    }
    return answer;
  }

  /** Whether code of ours runs in the kernel. */
  get isRunning(): boolean {
    return this._running > 0;
  }

  /** Whether the environment of the kernel lacks jupyter-repro. */
  get isMissing(): boolean {
    return this._problem.includes("No module named 'jupyter_repro'");
  }

  /** Run our own code in the kernel. */
  async run(code: string): Promise<IAnswer> {
    const future = this._request(code, {});
    if (!future) {
      return { text: '', error: 'the notebook has no kernel' };
    }
    const shown: string[] = [];
    future.onIOPub = message => void shown.push(textOf(message));
    this._running += 1;
    try {
      const { content } = await future.done;
      return { text: shown.join('').trim(), error: errorOf(content) };
    } finally {
      this._running -= 1;
    }
  }

  /** Ask the kernel now. */
  async refresh(): Promise<void> {
    const kernel = this._kernel;
    const answer = kernel && this.isPython ? await this._ask() : null;
    if (!this._isDisposed && kernel === this._kernel) {
      this._state = answer ?? { ...NO_SESSION, problems: this._problem ? [this._problem] : [] };
      this._changed.emit();
    }
  }

  private async _ask(): Promise<ISessionState | null> {
    const cells = this._cells().map(cell => [cell.id, cell.digest, cell.counted, cell.index]);
    const asked = `${STATE}(__import__("json").loads(${JSON.stringify(JSON.stringify(cells))}))`;
    const reply = await this._request('', { repro: asked })?.done;
    if (reply?.content.status !== 'ok') {
      // a cell that raises takes what waits behind it along
      return this._state;
    }
    const answer = reply.content.user_expressions['repro'] as IExpression | undefined;
    return answer?.data?.['application/json'] ?? null;
  }

  private _request(code: string, expressions: Record<string, string>): Future | null {
    const kernel = this._kernel;
    if (!kernel || kernel.connectionStatus !== 'connected') {
      return null;
    }
    return kernel.requestExecute({
      code,
      silent: true,
      store_history: false,
      user_expressions: expressions,
      allow_stdin: false,
      stop_on_error: false
    });
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._context.session?.kernel ?? null;
  }

  /** Another kernel may be of another language. */
  private _onKernel(): void {
    this._language = '';
    this._onConnection();
  }

  /** A kernel that is connected was often just started, or started again. */
  private _onConnection(): void {
    const kernel = this._kernel;
    this._state = NO_SESSION;
    this._problem = '';
    this._changed.emit();
    if (kernel?.connectionStatus !== 'connected') {
      return;
    }
    if (this._records() && this._isKnownPython(kernel)) {
      // before anything that whoever waits for this connection will run
      inBackground(this.load());
    }
    inBackground(this._begin(kernel));
  }

  private async _begin(kernel: Kernel.IKernelConnection): Promise<void> {
    const info = await kernel.info;
    if (kernel !== this._kernel || this._isDisposed) {
      return;
    }
    const known = this._isKnownPython(kernel);
    this._language = info.language_info.name;
    if (this._records() && this.isPython && !known) {
      await this.load();
    }
    await this.refresh();
  }

  private _isKnownPython(kernel: Kernel.IKernelConnection): boolean {
    return this._language === 'python' || /^python[23]?$/.test(kernel.name);
  }

  private _onMessage(_: ISessionContext, message: KernelMessage.IMessage): void {
    // sent for what is run for all to see, and so not for what we ask
    if (message.header.msg_type === 'execute_input') {
      inBackground(this._asking.invoke());
    }
  }

  private _isDisposed = false;
  private _language = '';
  private _problem = '';
  private _running = 0;
  private _state = NO_SESSION;
  private readonly _asking = new Debouncer(() => this.refresh(), QUIET);
  private readonly _changed = new Signal<this, void>(this);
}

const STATE =
  '__import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state';

type Future = Kernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

interface IExpression {
  data?: { 'application/json'?: ISessionState };
}

function errorOf(content: KernelMessage.IExecuteReplyMsg['content']): string {
  switch (content.status) {
    case 'ok':
      return '';
    case 'error':
      return `${content.ename}: ${content.evalue}`.replace(/^UsageError: /, '');
    default:
      return 'it was interrupted';
  }
}

function textOf(message: KernelMessage.IIOPubMessage): string {
  const { content } = message as { content: { text?: string; data?: Record<string, string> } };
  return content.text ?? content.data?.['text/plain'] ?? '';
}
