import type { TranslationBundle } from '@jupyterlab/translation';
import type { INextStep } from './nextStep';

/** What the button of a step says. */
export function stepLabel({ name, file }: INextStep, trans: TranslationBundle): string {
  switch (name) {
    case 'pin-and-run':
      return trans.__('Pin and run all');
    case 'pin':
      return trans.__('Pin');
    case 'run':
      return trans.__('Run all');
    case 'snapshot':
      return trans.__('Snapshot');
    case 'verify':
      return file ? trans.__('Verify again') : trans.__('Verify');
    case 'why':
      return trans.__('Why');
    case 'restore':
      return trans.__('Restore %1', file);
    case 'prove':
      return trans.__('Prove');
    case 'outside':
      return '';
  }
}

/** Why it is the next step, in a sentence. */
export function stepReason(step: INextStep, trans: TranslationBundle): string {
  const { name, cell, file } = step;
  switch (name) {
    case 'pin-and-run':
      return trans.__(
        'Nothing is recorded yet. A cell at the top pins the random numbers, and all cells are run.'
      );
    case 'pin':
      return trans.__('Its random numbers are not pinned; a cell at the top does that.');
    case 'run':
      return runReason(step, trans);
    case 'snapshot':
      return step.standing === 'edited'
        ? trans.__('All cells have run as they are now. Record them again, if the edit is meant.')
        : trans.__('All cells have run from top to bottom. Record what they show.');
    case 'verify':
      return verifyReason(step, trans);
    case 'why':
      return cell
        ? trans.__('%1 did not reproduce. See what differs, and the cause.', cell)
        : trans.__('It did not reproduce. See what differs, and the cause.');
    case 'restore':
      return trans.__(
        '%1 is not as it was recorded. The one that is there is kept beside it.',
        file
      );
    case 'prove':
      return trans.__('Runs with one thing changed at a time show which cause it is.');
    case 'outside':
      return trans.__(
        'This kernel is not recorded while it runs. Record the notebook from outside:'
      );
  }
}

function runReason({ standing, cell }: INextStep, trans: TranslationBundle): string {
  switch (standing) {
    case 'edited':
      return trans.__('Cells were edited. Run all of them from the top, to record what they show.');
    case 'other-outputs':
      return trans.__(
        '%1 shows other outputs than were recorded. Run all cells from the top, to see whether these come back.',
        cell
      );
    default:
      return trans.__('What this kernel has run is not one run of all cells from top to bottom.');
  }
}

function verifyReason({ standing, file }: INextStep, trans: TranslationBundle): string {
  if (file) {
    return trans.__('%1 is as it was recorded again. See whether the outputs come back.', file);
  }
  switch (standing) {
    case 'drifted':
      return trans.__('What it depends on has changed. See whether its outputs still come out.');
    case 'other-outputs':
      return trans.__('All cells have run, and some show other outputs. A fresh run says why.');
    default:
      return trans.__('No fresh run has agreed with it yet.');
  }
}
