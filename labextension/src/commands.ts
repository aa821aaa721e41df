import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from './commandIds';
import { CommandWork, reported } from './commandWork';
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
import { notifyError } from './notices';

export namespace ReproCommands {
  export interface IOptions extends CommandWork.IOptions {
    tracker: INotebookTracker;
  }
}

/** The commands. Each acts on the notebook in front. */
export class ReproCommands {
  constructor(private readonly _options: ReproCommands.IOptions) {
    const { trans } = _options;
    const work = new CommandWork(_options, () => this._changed());
    this._add(CommandIDs.nextStep, trans.__('Next Step'), reproIcon, {
      caption: trans.__('Do what is next on the way to a verified notebook'),
      execute: panel => work.nextStep(panel),
      isEnabled: model => model.nextStep !== null
    });
    this._add(CommandIDs.pin, trans.__('Pin'), pinIcon, {
      caption: trans.__('Pin every generator of this notebook'),
      execute: panel => work.notified(panel, _options.actions.pin(panel))
    });
    this._add(CommandIDs.snapshot, trans.__('Snapshot'), snapshotIcon, {
      caption: trans.__('Record what this notebook shows, and on what it depends'),
      execute: panel => work.notified(panel, _options.actions.snapshot(panel))
    });
    this._add(CommandIDs.verify, trans.__('Verify'), verifyIcon, {
      caption: trans.__('Run this notebook in a fresh kernel and compare every output'),
      execute: panel => work.job(panel, 'verify')
    });
    this._add(CommandIDs.why, trans.__('Why'), whyIcon, {
      caption: trans.__('Show which cell diverged first, and why'),
      execute: panel => work.why(panel)
    });
    this._add(CommandIDs.prove, trans.__('Prove Why'), proveIcon, {
      caption: trans.__(
        'Run this notebook again with one thing held, varied or put back, until the output returns'
      ),
      execute: panel => work.job(panel, 'why'),
      isEnabled: model => Boolean(model.state?.recorded)
    });
    this._add(CommandIDs.handOver, trans.__('Hand Over'), handOverIcon, {
      caption: trans.__('Verify this notebook in isolation and pack it with all that it needs'),
      execute: panel => work.job(panel, 'handoff')
    });
    this._add(CommandIDs.openReport, trans.__('Open Report'), reportIcon, {
      caption: trans.__('Open the report of the last verification'),
      execute: panel => work.report(panel),
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
      execute: (panel, args) => work.restore(panel, args['name'] as string),
      isVisible: () => false
    });
    this._add(CommandIDs.refresh, trans.__('Look Again'), undefined, {
      caption: trans.__('Look again at what is recorded of this notebook, and what has changed'),
      execute: panel => this._options.models.of(panel).refresh()
    });
    _options.models.currentChanged.connect(this._changed, this);
  }

  private _add(id: string, label: string, icon: LabIcon | undefined, command: ICommand): void {
    const { app, models, trans, tracker } = this._options;
    const isEnabled = (): boolean => {
      const known = models.current;
      return known !== null && (command.isEnabled?.(known) ?? true);
    };
    this._enabled.set(id, { isEnabled, was: false });
    app.commands.addCommand(id, {
      // beside those of all others it needs its subject
      label: args => (args['isPalette'] ? trans.__('Reproducibility: %1', label) : label),
      caption: command.caption,
      icon: args => (args['isPalette'] ? undefined : icon),
      describedBy: { args: command.args ?? NO_ARGUMENTS },
      isEnabled,
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

  /** Have the buttons and menus of those looked at again that can be used now, or cannot any more. */
  private _changed(): void {
    for (const [id, state] of this._enabled) {
      const now = state.isEnabled();
      if (now !== state.was) {
        state.was = now;
        this._options.app.commands.notifyCommandChanged(id);
      }
    }
  }

  private readonly _enabled = new Map<string, { isEnabled: () => boolean; was: boolean }>();
}

interface ICommand {
  caption: string;
  args?: ReadonlyJSONObject;
  execute: (panel: NotebookPanel, args: ReadonlyPartialJSONObject) => Promise<void>;
  isEnabled?: (model: ReproModel) => boolean;
  isVisible?: () => boolean;
}

const IS_PALETTE = {
  type: 'boolean',
  description: 'Whether its label stands among those of all other commands'
};
const NO_ARGUMENTS = { type: 'object', properties: { isPalette: IS_PALETTE } };
const RESTORE_ARGUMENTS = {
  type: 'object',
  properties: { name: { type: 'string', description: 'Name of the file, as the snapshot has it' } },
  required: ['name']
};
