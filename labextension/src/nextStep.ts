import { isUndone, rootCauses } from './causeState';
import { cellName, numbered } from './cellName';
import type { IKnown, StandingName } from './standing';
import { lastVerdict, standing } from './standing';

/** What to do next: of one notebook there is one thing. */
export type StepName =
  'pin-and-run' | 'pin' | 'run' | 'snapshot' | 'verify' | 'why' | 'restore' | 'prove' | 'outside';

export interface INextStep {
  name: StepName;
  /** The standing that it is for. */
  standing: StandingName;
  /** The cell that it is about, as people see it; empty where it is about the notebook. */
  cell: string;
  /** The file that it is about; empty for none. */
  file: string;
}

/** The next step; null where there is nothing to do, or something runs. */
export function nextStep(known: IKnown, now = standing(known).name): INextStep | null {
  const step = (name: StepName, more: Partial<INextStep> = {}): INextStep => ({
    name,
    standing: now,
    cell: '',
    file: '',
    ...more
  });
  switch (now) {
    case 'not-recorded':
    case 'pinned':
      return step(unrecorded(known));
    case 'recorded':
      return step('verify');
    case 'edited':
      return step(ranThrough(known) ? 'snapshot' : 'run');
    case 'other-outputs':
      return step(ranThrough(known) ? 'verify' : 'run', { cell: otherCell(known) });
    case 'drifted':
      return restoring(known, step) ?? step('verify');
    case 'diverged':
    case 'failed':
      return explained(known, step);
    default:
      return null;
  }
}

/** Whether some cell that counts has run in this kernel. */
export function hasRun({ cells, session }: Pick<IKnown, 'cells' | 'session'>): boolean {
  const counted = new Set(cells.filter(cell => cell.counted).map(cell => cell.id));
  return session.runs.some(run => counted.has(run.cell));
}

/** Whether all cells have run in this kernel as they stand, from top to bottom. */
function ranThrough({ cells, session }: IKnown): boolean {
  const runs = new Map(session.runs.map(run => [run.cell, run.digest]));
  const isWhole = cells.every(cell => !cell.counted || runs.get(cell.id) === cell.digest);
  return isWhole && !session.out_of_order.length && !session.hidden_state.length;
}

function unrecorded(known: IKnown): StepName {
  if (known.obstacle) {
    return 'outside';
  }
  if (known.session.seed === null) {
    return hasRun(known) ? 'pin' : 'pin-and-run';
  }
  return ranThrough(known) ? 'snapshot' : 'run';
}

type Step = (name: StepName, more?: Partial<INextStep>) => INextStep;

function explained(known: IKnown, step: Step): INextStep | null {
  const job = lastVerdict(known);
  const first = job?.verdict?.first_divergence ?? null;
  const cell = job?.verdict && first !== null ? cellName(job.verdict.cells, first) : '';
  if (job === null || job.id !== known.explained) {
    return step('why', { cell });
  }
  const causes = rootCauses(known);
  const undone = causes.find(cause => isUndone(cause, known));
  const restore = restoring(known, step);
  if (restore || undone) {
    return restore ?? step('verify', { cell, file: undone?.name ?? '' });
  }
  const [action] = causes
    .flatMap(cause => cause.actions)
    .filter(({ do: what }) => what !== 'restore');
  if (action) {
    return step(action.do === 'pin' ? 'pin' : 'run', { cell });
  }
  return job.verdict?.experiments.length || !known.state?.recorded ? null : step('prove', { cell });
}

function restoring(known: IKnown, step: Step): INextStep | null {
  const actions = known.drift?.changes.flatMap(change => change.actions) ?? [];
  const restore = actions.find(action => action.do === 'restore');
  return restore ? step('restore', { file: restore.name }) : null;
}

function otherCell({ cells, others }: IKnown): string {
  const place = cells.findIndex(cell => others.has(cell.id));
  return place < 0 ? '' : numbered(place + 1);
}
