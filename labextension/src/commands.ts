import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Actions } from './actions';
import type { IJob, JobKind } from './answers';
import { CommandIDs } from './commandIds';
import {
  handOverIcon,
  pinIcon,
  proveIcon,
  reportIcon,
  snapshotIcon,
  verifyIcon,
  whyIcon
} from './icons';
import { isActive } from './knownJobs';
import type { ReproModel } from './model';
import type { IReproModels } from './models';
import { ended, notify, notifyError, notifyOfJob } from './notices';
import { freshVerdict } from './standing';

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
    /** Open the difference of the cell that diverged first. */
    openDifference: (panel: NotebookPanel) => void;
  }
}

/** The commands. Each acts on the notebook in front. */
export class ReproCommands {
  constructor(private readonly _options: ReproCommands.IOptions) {
    const { trans } = _options;
    this._add(CommandIDs.pin, trans.__('Pin'), pinIcon, {
      caption: trans.__('Pin every generator of this notebook'),
      execute: panel => this._notified(_options.actions.pin(panel))
    });
    this._add(CommandIDs.snapshot, trans.__('Snapshot'), snapshotIcon, {
      caption: trans.__('Record what this notebook shows, and on what it depends'),
      execute: panel => this._notified(_options.actions.snapshot(panel))
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

  private async _notified(done: ReturnType<Actions['pin']>): Promise<void> {
    this._changed();
    notify(await done);
  }

  private async _job(panel: NotebookPanel, kind: JobKind): Promise<void> {
    const { actions, trans } = this._options;
    const model = this._options.models.of(panel);
    const isFollowed = isActive(model.job(kind));
    await actions.start(panel, kind);
    if (!isFollowed) {
      await notifyOfJob(model, kind, trans, {
        cancel: () => void actions.cancel(panel).catch(notifyError),
        more: job => this._next(panel, job)
      });
    }
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
    const isDiverged = job.verdict?.cells.some(cell =>
      cell.divergences.some(each => !each.allowed)
    );
    return isDiverged
      ? [{ label: trans.__('Why'), callback: () => void this._why(panel).catch(notifyError) }]
      : [];
  }

  private async _why(panel: NotebookPanel): Promise<void> {
    const { models, openPanel, openDrift, openDifference } = this._options;
    const model = models.of(panel);
    if (model.standing.name === 'drifted') {
      openDrift();
      return;
    }
    openPanel();
    if (isActive(model.verification)) {
      await ended(model, model.verification.kind);
    } else if (model.state?.recorded && !freshVerdict(model)) {
      await this._job(panel, 'verify');
    }
    openDifference(panel);
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
    const text = restored.kept
      ? trans.__('%1 is as it was recorded; the other one is kept as %2.', name, restored.kept)
      : trans.__('%1 is as it was recorded.', name);
    notify({ text, isError: false });
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
    for (const id of [CommandIDs.cancel, CommandIDs.openReport, CommandIDs.prove]) {
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
