import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Actions, IOutcome } from './actions';
import type { IJob, JobKind } from './answers';
import type { MarkName } from './cellMark';
import { CommandIDs } from './commandIds';
import {
  handOverIcon,
  pinIcon,
  proveIcon,
  reportIcon,
  reproIcon,
  snapshotIcon,
  verifyIcon,
  whyIcon
} from './icons';
import { isActive } from './knownJobs';
import type { ReproModel } from './model';
import type { IReproModels } from './models';
import { ended, notify, notifyError, notifyOfJob, notifyOfWaiting, until } from './notices';
import { lastVerdict } from './standing';
import { stepLabel } from './stepWords';

export namespace ReproCommands {
  export interface IOptions {
    app: JupyterFrontEnd;
    tracker: INotebookTracker;
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

/** The commands. Each acts on the notebook in front. */
export class ReproCommands {
  constructor(private readonly _options: ReproCommands.IOptions) {
    const { trans } = _options;
    this._add(CommandIDs.nextStep, trans.__('Next Step'), reproIcon, {
      caption: trans.__('Do what is next on the way to a verified notebook'),
      execute: panel => this._nextStep(panel),
      isEnabled: model => model.nextStep !== null
    });
    this._add(CommandIDs.pin, trans.__('Pin'), pinIcon, {
      caption: trans.__('Pin every generator of this notebook'),
      execute: panel => this._notified(panel, _options.actions.pin(panel))
    });
    this._add(CommandIDs.snapshot, trans.__('Snapshot'), snapshotIcon, {
      caption: trans.__('Record what this notebook shows, and on what it depends'),
      execute: panel => this._notified(panel, _options.actions.snapshot(panel))
    });
    this._add(CommandIDs.verify, trans.__('Verify'), verifyIcon, {
      caption: trans.__('Run this notebook in a fresh kernel and compare every output'),
      execute: panel => this._job(panel, 'verify')
    });
    this._add(CommandIDs.why, trans.__('Why'), whyIcon, {
      caption: trans.__('Show which cell diverged first, and why'),
      execute: panel => this._why(panel)
    });
    this._add(CommandIDs.prove, trans.__('Prove Why'), proveIcon, {
      caption: trans.__(
        'Run this notebook again with one thing held, varied or put back, until the output returns'
      ),
      execute: panel => this._job(panel, 'why'),
      isEnabled: model => Boolean(model.state?.recorded)
    });
    this._add(CommandIDs.handOver, trans.__('Hand Over'), handOverIcon, {
      caption: trans.__('Verify this notebook in isolation and pack it with all that it needs'),
      execute: panel => this._job(panel, 'handoff')
    });
    this._add(CommandIDs.openReport, trans.__('Open Report'), reportIcon, {
      caption: trans.__('Open the report of the last verification'),
      execute: panel => this._report(panel),
      isEnabled: model => reported(model) !== null
    });
    this._add(CommandIDs.freshRun, trans.__('Restart, Record and Run All'), undefined, {
      caption: trans.__('Restart the kernel, record from there, and run all cells'),
      execute: async panel => void (await _options.actions.freshRun(panel))
    });
    this._add(CommandIDs.cancel, trans.__('Cancel Verification'), undefined, {
      caption: trans.__('End what was started of this notebook'),
      execute: panel => _options.actions.cancel(panel),
      isEnabled: model =>
        isActive(model.verification) || isActive(model.handOver) || model.kernel.isRunning
    });
    this._add(CommandIDs.restore, trans.__('Restore Recorded File'), undefined, {
      caption: trans.__(
        'Bring a file back as it was recorded; the one that is there is kept aside'
      ),
      args: RESTORE_ARGUMENTS,
      execute: (panel, args) => this._restore(panel, args['name'] as string),
      isVisible: () => false
    });
    this._add(CommandIDs.refresh, trans.__('Look Again'), undefined, {
      caption: trans.__('Look again at what is recorded of this notebook, and what has changed'),
      execute: panel => this._options.models.of(panel).refresh()
    });
    _options.models.currentChanged.connect(() => this._changed());
  }

  /** Say what an action came to; and before, where it has to wait for the kernel. */
  private async _notified(panel: NotebookPanel, done: Promise<IOutcome>): Promise<void> {
    const { actions, models, trans } = this._options;
    if (models.of(panel).isKernelBusy) {
      notifyOfWaiting(trans);
    }
    this._changed();
    const outcome = await done;
    const again = (): void => void actions.freshRun(panel).catch(notifyError);
    const restart = { label: trans.__('Restart and run all'), callback: again };
    notify(outcome, outcome.isDoubtful ? [restart] : []);
  }

  private async _job(panel: NotebookPanel, kind: JobKind): Promise<void> {
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
        cancel: () => void actions.cancel(panel).catch(notifyError),
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
    const callback = (): void => void this._nextStep(panel).catch(notifyError);
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
      return [{ label: trans.__('Download'), callback: () => void download().catch(notifyError) }];
    }
    const step = this._options.models.of(panel).nextStep;
    if (job.verdict?.status === 'unverifiable' && step) {
      const callback = (): void => void this._nextStep(panel).catch(notifyError);
      return [{ label: stepLabel(step, trans), callback }];
    }
    const isDiverged = job.verdict?.cells.some(cell =>
      cell.divergences.some(each => !each.allowed)
    );
    return isDiverged
      ? [{ label: trans.__('Why'), callback: () => void this._why(panel).catch(notifyError) }]
      : [];
  }

  /** What there is to explain, whatever the notebook's standing; it starts something only where nothing is known. */
  private async _why(panel: NotebookPanel): Promise<void> {
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
        await this._job(panel, 'verify');
        return this._openFirst(panel);
      case 'verified':
        this._say(
          this._options.trans.__('Every output came out again: there is nothing to explain.')
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
  private async _nextStep(panel: NotebookPanel): Promise<void> {
    const { actions, models } = this._options;
    const step = models.of(panel).nextStep;
    switch (step?.name) {
      case 'pin-and-run':
        return this._notified(panel, actions.pinAndRun(panel));
      case 'pin':
        return this._notified(panel, actions.pin(panel));
      case 'run':
        return this._notified(panel, actions.runAll(panel));
      case 'snapshot':
        return this._notified(panel, actions.snapshot(panel));
      case 'verify':
        return this._job(panel, 'verify');
      case 'why':
        return this._why(panel);
      case 'restore':
        return this._restore(panel, step.file);
      case 'prove':
        return this._job(panel, 'why');
      default:
        this._options.openPanel();
    }
  }

  private _say(text: string): void {
    notify({ text, isError: false });
  }

  private _report(panel: NotebookPanel): Promise<void> {
    const job = reported(this._options.models.of(panel));
    if (job) {
      this._options.openReport(job);
    }
    return Promise.resolve();
  }

  private async _restore(panel: NotebookPanel, name: string): Promise<void> {
    const { actions, models, trans } = this._options;
    const restored = await actions.restore(models.of(panel), name);
    if (!restored.from) {
      this._say(trans.__('%1 is as it was recorded already.', name));
      return;
    }
    const text = restored.kept
      ? trans.__('%1 is as it was recorded; the other one is kept as %2.', name, restored.kept)
      : trans.__('%1 is as it was recorded.', name);
    const callback = (): void => void this._job(panel, 'verify').catch(notifyError);
    notify({ text, isError: false }, [{ label: trans.__('Verify again'), callback }]);
  }

  private _add(id: string, label: string, icon: LabIcon | undefined, command: ICommand): void {
    const { app, tracker, models } = this._options;
    const model = (): ReproModel | null => {
      const panel = tracker.currentWidget;
      return panel && models.of(panel);
    };
    app.commands.addCommand(id, {
      label,
      caption: command.caption,
      icon,
      describedBy: { args: command.args ?? NO_ARGUMENTS },
      isEnabled: () => {
        const known = model();
        return known !== null && (command.isEnabled?.(known) ?? true);
      },
      isVisible: command.isVisible ?? (() => true),
      execute: async args => {
        const panel = tracker.currentWidget;
        try {
          await (panel && command.execute(panel, args));
        } catch (error) {
          notifyError(error);
        }
      }
    });
  }

  private _changed(): void {
    for (const id of [
      CommandIDs.nextStep,
      CommandIDs.cancel,
      CommandIDs.openReport,
      CommandIDs.prove
    ]) {
      this._options.app.commands.notifyCommandChanged(id);
    }
  }
}

/** The verification whose report there is; null where there is none. */
function reported({ verification, judged }: ReproModel): IJob | null {
  const isOver = verification?.phase === 'done' || verification?.phase === 'failed';
  return isOver ? verification : judged;
}

interface ICommand {
  caption: string;
  args?: ReadonlyJSONObject;
  execute: (panel: NotebookPanel, args: ReadonlyPartialJSONObject) => Promise<void>;
  isEnabled?: (model: ReproModel) => boolean;
  isVisible?: () => boolean;
}

const NO_ARGUMENTS = { type: 'object', properties: {} };
const RESTORE_ARGUMENTS = {
  type: 'object',
  properties: { name: { type: 'string', description: 'Name of the file, as the snapshot has it' } },
  required: ['name']
};
