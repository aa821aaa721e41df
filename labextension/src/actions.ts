import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { IRestored, JobKind } from './answers';
import type { IAnswer } from './kernelSession';
import type { ReproModel } from './model';
import type { IReproModels } from './models';
import { hasRun } from './nextStep';
import { insertPinCell, pinCell, pinSource } from './pinCell';
import type { ReproServer } from './server';
import { said as inWords } from './serverWords';
import type { ISettings } from './settings';

/** What an action came to, in words for the user; an error where it was not done. */
export interface IOutcome {
  text: string;
  isError: boolean;
  /** Whether it was done, and the user should look at it all the same. */
  isDoubtful?: boolean;
}

/** What the user can have done to a notebook. Each may be asked for twice. */
export class Actions {
  constructor(private readonly _options: Actions.IOptions) {}

  /** Pin every generator: by a cell at the top, or in the kernel alone where the notebook may not be changed. */
  async pin(panel: NotebookPanel): Promise<IOutcome> {
    const { kernel } = this._model(panel);
    const refused = await this._refusal(panel);
    if (refused) {
      return refused;
    }
    if (isReadOnly(panel)) {
      const done = await kernel.run(magics(pinSource(this._options.settings.seed)));
      await kernel.refresh();
      return outcome(done);
    }
    const cell = pinCell(panel) ?? insertPinCell(panel, this._options.settings.seed);
    const ran = cell && (await this._run(panel, [cell]));
    await kernel.refresh();
    return ran
      ? said('') // the cell says it
      : failed(this._trans.__('The cell that pins the notebook did not run through.'));
  }

  /** Pin a notebook of which this kernel has run nothing yet, and run all its cells; of another, pin it. */
  async pinAndRun(panel: NotebookPanel): Promise<IOutcome> {
    const model = this._model(panel);
    const refused = await this._refusal(panel);
    if (refused) {
      return refused;
    }
    if (isReadOnly(panel) || hasRun(model)) {
      return this.pin(panel);
    }
    if (!pinCell(panel)) {
      insertPinCell(panel, this._options.settings.seed);
    }
    return this._ranAll(panel);
  }

  /** Run all cells from the top: in a kernel that has run none of them, else in one that is started again. */
  async runAll(panel: NotebookPanel): Promise<IOutcome> {
    const model = this._model(panel);
    await panel.sessionContext.ready;
    const isFresh = model.session.loaded && !hasRun(model);
    if (!isFresh) {
      await this.freshRun(panel);
      return said('');
    }
    return this._ranAll(panel);
  }

  /** Record the session of the kernel; one that was not recorded is first run again from the start. */
  async snapshot(panel: NotebookPanel): Promise<IOutcome> {
    const model = this._model(panel);
    // what it fails with is for those who asked for it
    await this._freshRuns.get(panel)?.catch(() => false);
    const refused = await this._refusal(panel);
    if (refused) {
      return refused;
    }
    if (!hasRun(model) && !(await this._offerFreshRun(panel))) {
      return said('');
    }
    await saved(panel);
    const file = model.state?.file ?? '';
    const done = await model.kernel.run(magics(`%repro snapshot ${file}`));
    await model.refresh();
    const text = inWords(done.text.split('\n')[0] ?? '', this._trans);
    const doubts = done.error ? [] : (model.state?.hidden_state ?? []);
    return doubts.length ? this._doubtful(doubts) : outcome({ ...done, text });
  }

  /** Verify the notebook as it is saved, or hand it over. Throws RequestFailed. */
  async start(panel: NotebookPanel, kind: JobKind): Promise<void> {
    await saved(panel);
    await this._model(panel).start(kind);
  }

  /** End what was started; of a snapshot under way, by interrupting the kernel. */
  async cancel(panel: NotebookPanel): Promise<void> {
    const model = this._model(panel);
    const kernel = model.kernel.isRunning ? panel.sessionContext.session?.kernel : null;
    // a kernel that cannot be interrupted keeps nothing else running
    await Promise.all([kernel?.interrupt(), model.cancel()]);
  }

  /** Start the kernel again, record from there, and run all cells. Answers whether all ran through. */
  freshRun(panel: NotebookPanel, isAgreed = false): Promise<boolean> {
    const run = this._restartAndRun(panel, isAgreed);
    this._freshRuns.set(panel, run);
    return run;
  }

  /** Bring a recorded file back. Throws RequestFailed. */
  async restore(model: ReproModel, name: string): Promise<IRestored> {
    const restored = await this._options.server.restore(model.path, name);
    await model.refresh();
    return restored;
  }

  /** Why nothing can be pinned or recorded in the kernel; null where it can. Has the recorder in the kernel. */
  private async _refusal(panel: NotebookPanel): Promise<IOutcome | null> {
    await panel.sessionContext.ready;
    const { kernel, path } = this._model(panel);
    await kernel.refresh();
    if (!kernel.isPython) {
      const remedy = `jupyter repro snapshot ${path}`;
      return failed(
        this._trans.__('Only Python kernels are recorded while they run; from outside: %1', remedy)
      );
    }
    const done = kernel.state.loaded ? null : await kernel.load();
    if (kernel.isMissing) {
      const remedy = 'pip install jupyter-repro';
      return failed(
        this._trans.__("The kernel's environment lacks jupyter-repro; there: %1", remedy)
      );
    }
    await kernel.refresh();
    return done?.error ? failed(done.error) : null;
  }

  private async _restartAndRun(panel: NotebookPanel, isAgreed: boolean): Promise<boolean> {
    if (isAgreed) {
      await panel.sessionContext.restartKernel();
    } else if (!(await this._options.dialogs.restart(panel.sessionContext))) {
      return false;
    }
    const { kernel } = this._model(panel);
    await kernel.load();
    const ran = await this._run(panel, panel.content.widgets);
    await kernel.refresh();
    return ran;
  }

  private async _ranAll(panel: NotebookPanel): Promise<IOutcome> {
    const ran = await this._run(panel, panel.content.widgets);
    await this._model(panel).kernel.refresh();
    return ran
      ? said('')
      : failed(this._trans.__('A cell did not run through; what follows it has not run.'));
  }

  /** Few words, for JupyterLab cuts what is longer. */
  private _doubtful(doubts: readonly string[]): IOutcome {
    const trans = this._trans;
    const first = inWords(doubts[0] ?? '', trans);
    const more = doubts.length > 1 ? trans.__(' (and %1 more)', doubts.length - 1) : '';
    const text = trans.__('Recorded, but not as one run from top to bottom: %1', first);
    return { text: `${text}${more}`, isError: false, isDoubtful: true };
  }

  private async _offerFreshRun(panel: NotebookPanel): Promise<boolean> {
    const trans = this._trans;
    const { button } = await showDialog({
      title: trans.__('Run all cells first?'),
      body: trans.__(
        'The kernel has not recorded any cell of this notebook. Restart it, record from there, and run all cells?'
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Restart and run all') })
      ]
    });
    return button.accept && (await this.freshRun(panel, true));
  }

  private _run(panel: NotebookPanel, cells: readonly Cell[]): Promise<boolean> {
    return NotebookActions.runCells(
      panel.content,
      cells,
      panel.sessionContext,
      this._options.dialogs,
      this._options.translator
    );
  }

  private _model(panel: NotebookPanel): ReproModel {
    return this._options.models.of(panel);
  }

  private get _trans(): TranslationBundle {
    return this._options.translator.load('jupyter_repro');
  }

  /** A snapshot waits for it: until it ends, the kernel has recorded only some cells, or none. */
  private readonly _freshRuns = new WeakMap<NotebookPanel, Promise<boolean>>();
}

export namespace Actions {
  export interface IOptions {
    models: IReproModels;
    server: ReproServer;
    settings: ISettings;
    dialogs: ISessionContextDialogs;
    translator: ITranslator;
  }
}

/** Save what the user sees, so that it is what is recorded and verified. */
async function saved(panel: NotebookPanel): Promise<void> {
  if (panel.context.model.dirty && !isReadOnly(panel)) {
    await panel.context.save();
  }
}

function isReadOnly(panel: NotebookPanel): boolean {
  return panel.context.model.readOnly || panel.context.contentsModel?.writable === false;
}

/** Python that runs lines of magics. */
function magics(lines: string): string {
  return lines
    .split('\n')
    .map(line => /^%(\w+) (.*)$/.exec(line.trim()))
    .map(parts => `get_ipython().run_line_magic(${literal(parts?.[1])}, ${literal(parts?.[2])})`)
    .join('\n');
}

function literal(text: string | undefined): string {
  return JSON.stringify(text ?? '');
}

function outcome(answer: IAnswer): IOutcome {
  return answer.error ? failed(answer.error) : said(answer.text);
}

function said(text: string): IOutcome {
  return { text, isError: false };
}

function failed(text: string): IOutcome {
  return { text, isError: true };
}
