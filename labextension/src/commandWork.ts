import type { Notification } from '@jupyterlab/apputils';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Actions, IOutcome } from './actions';
import type { IJob, JobKind } from './answers';
import type { MarkName } from './cellMark';
import { isActive } from './knownJobs';
import type { ReproModel } from './model';
import type { IReproModels } from './models';
import { attempt, ended, notify, notifyOfJob, notifyOfWaiting, until } from './notices';
import { lastVerdict } from './standing';
import { stepLabel } from './stepWords';

/** What the commands do, with what is said of it. */
export class CommandWork {
  constructor(
    private readonly _options: CommandWork.IOptions,
    /** Called when something else can be done. */
    private readonly _changed: () => void
  ) {}

  /** Say what an action came to; and before, where it has to wait for the kernel. */
  async notified(panel: NotebookPanel, done: Promise<IOutcome>): Promise<void> {
    const { actions, models, trans } = this._options;
    if (models.of(panel).isKernelBusy) {
      notifyOfWaiting(trans);
    }
    this._changed();
    const outcome = await done;
    const again = (): void => attempt(actions.freshRun(panel));
    const restart = { label: trans.__('Restart and run all'), callback: again };
    notify(outcome, outcome.isDoubtful ? [restart] : []);
  }

  /** Have the server do something, and show how far it is. */
  async job(panel: NotebookPanel, kind: JobKind): Promise<void> {
    const { actions, trans } = this._options;
    const model = this._options.models.of(panel);
    if (kind === 'verify' && this._lacksRecord(panel)) {
      return;
    }
    const isFollowed = isActive(model.job(kind));
    const isExplained = kind === 'why' && model.explained === lastVerdict(model)?.id;
    await actions.start(panel, kind);
    if (!isFollowed) {
      await notifyOfJob(model, kind, trans, {
        cancel: () => attempt(actions.cancel(panel)),
        more: job => this._next(panel, job)
      });
      if (isExplained) {
        model.explain();
      }
    }
  }

  /** Whether there is nothing that a run could be compared with; then it is said what to do. */
  private _lacksRecord(panel: NotebookPanel): boolean {
    const { models, trans } = this._options;
    const model = models.of(panel);
    const step = model.nextStep;
    if (model.state?.recorded !== null || model.showsOutputs || !step) {
      return false;
    }
    const text = trans.__(
      'There is nothing to compare with: run all cells and take a snapshot, then verify.'
    );
    const callback = (): void => attempt(this.nextStep(panel));
    const label = stepLabel(step, trans);
    notify({ text, isError: false, isDoubtful: true }, label ? [{ label, callback }] : []);
    return true;
  }

  /** What can be done after a job. */
  private _next(panel: NotebookPanel, job: IJob): Notification.IAction[] {
    const { app, trans } = this._options;
    if (job.bundle) {
      const download = async (): Promise<void> => {
        const address = await app.serviceManager.contents.getDownloadUrl(job.bundle);
        window.open(address, '_blank', 'noopener');
      };
      return [{ label: trans.__('Download'), callback: () => attempt(download()) }];
    }
    const step = this._options.models.of(panel).nextStep;
    if (job.verdict?.status === 'unverifiable' && step) {
      const callback = (): void => attempt(this.nextStep(panel));
      return [{ label: stepLabel(step, trans), callback }];
    }
    const isDiverged = job.verdict?.cells.some(cell =>
      cell.divergences.some(each => !each.allowed)
    );
    return isDiverged ? [{ label: trans.__('Why'), callback: () => attempt(this.why(panel)) }] : [];
  }

  /** What there is to explain, whatever the notebook's standing; it starts something only where nothing is known. */
  async why(panel: NotebookPanel): Promise<void> {
    const { models, openPanel, openDrift } = this._options;
    const model = models.of(panel);
    openPanel();
    if (isActive(model.verification)) {
      await ended(model, model.verification.kind);
    }
    await until(model, () => model.standing.name !== 'comparing' || model.isKernelBusy);
    switch (model.standing.name) {
      case 'drifted':
        openDrift();
        return;
      case 'edited':
        return this._openMarked(panel, 'stale');
      case 'other-outputs':
        return this._openMarked(panel, 'other-outputs');
      case 'recorded':
        await this.job(panel, 'verify');
        return this._openFirst(panel);
      case 'verified':
        this._say(
          this._options.trans.__('Every output was reproduced: there is nothing to explain.')
        );
        return;
      default:
        return this._openFirst(panel);
    }
  }

  private async _openMarked(panel: NotebookPanel, name: MarkName): Promise<void> {
    const { marks } = this._options.models.of(panel);
    const [id] = [...marks].find(([, mark]) => mark.name === name) ?? [];
    await (id && this._options.openCell(panel, id));
  }

  /** The difference of the cell that diverged first. */
  private async _openFirst(panel: NotebookPanel): Promise<void> {
    const model = this._options.models.of(panel);
    const first = lastVerdict(model)?.verdict?.first_divergence ?? null;
    const [id] = [...model.marks].find(([, mark]) => mark.verdict?.index === first) ?? [];
    if (id && first !== null) {
      await this._options.openCell(panel, id);
    }
    model.explain();
  }

  /** Do what is next. */
  async nextStep(panel: NotebookPanel): Promise<void> {
    const { actions, models } = this._options;
    const step = models.of(panel).nextStep;
    switch (step?.name) {
      case 'pin-and-run':
        return this.notified(panel, actions.pinAndRun(panel));
      case 'pin':
        return this.notified(panel, actions.pin(panel));
      case 'run':
        return this.notified(panel, actions.runAll(panel));
      case 'snapshot':
        return this.notified(panel, actions.snapshot(panel));
      case 'verify':
        return this.job(panel, 'verify');
      case 'why':
        return this.why(panel);
      case 'restore':
        return this.restore(panel, step.file);
      case 'prove':
        return this.job(panel, 'why');
      default:
        this._options.openPanel();
    }
  }

  private _say(text: string): void {
    notify({ text, isError: false });
  }

  /** Open the report of the last verification, where there is one. */
  report(panel: NotebookPanel): Promise<void> {
    const job = reported(this._options.models.of(panel));
    if (job) {
      this._options.openReport(job);
    }
    return Promise.resolve();
  }

  /** Bring a recorded file back. */
  async restore(panel: NotebookPanel, name: string): Promise<void> {
    const { actions, models, trans } = this._options;
    const restored = await actions.restore(models.of(panel), name);
    if (!restored.from) {
      this._say(trans.__('%1 is as it was recorded already.', name));
      return;
    }
    const text = restored.kept
      ? trans.__('%1 is as it was recorded; the other one is kept as %2.', name, restored.kept)
      : trans.__('%1 is as it was recorded.', name);
    const callback = (): void => attempt(this.job(panel, 'verify'));
    notify({ text, isError: false }, [{ label: trans.__('Verify again'), callback }]);
  }
}

export namespace CommandWork {
  export interface IOptions {
    app: JupyterFrontEnd;
    models: IReproModels;
    actions: Actions;
    trans: TranslationBundle;
    /** Show the report of a verification. */
    openReport: (job: IJob) => void;
    /** Show the side panel. */
    openPanel: () => void;
    /** Show in it what has changed since the notebook was recorded. */
    openDrift: () => void;
    /** Bring a cell into view, and open its difference. */
    openCell: (panel: NotebookPanel, id: string) => Promise<void>;
  }
}

/** The verification whose report there is; null where there is none. */
export function reported({ verification, judged }: ReproModel): IJob | null {
  const isOver = verification?.phase === 'done' || verification?.phase === 'failed';
  return isOver ? verification : judged;
}
