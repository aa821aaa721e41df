import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJob, JobKind } from './answers';
import type { IOutcome } from './actions';
import type { ReproModel } from './model';
import { provenCauses } from './proof';
import { isActive } from './knownJobs';
import { said } from './serverWords';
import { reasonWords } from './words';

/** Milliseconds that good news stays. */
const GOOD_NEWS = 6000;

/** Show what an action came to, with what can be done about it; nothing where there is nothing to say. */
export function notify(outcome: IOutcome, actions: Notification.IAction[] = []): void {
  const { text, isError, isDoubtful } = outcome;
  if (text) {
    const autoClose = isError || isDoubtful ? (false as const) : GOOD_NEWS;
    Notification.emit(text, typeOf(outcome), { autoClose, actions });
  }
}

function typeOf({ isError, isDoubtful }: IOutcome): 'error' | 'warning' | 'success' {
  if (isError) {
    return 'error';
  }
  return isDoubtful ? 'warning' : 'success';
}

/** Say that what was asked for waits for the cells that run. */
export function notifyOfWaiting(trans: TranslationBundle): void {
  const text = trans.__('The kernel is busy: this begins when its cells have ended.');
  Notification.emit(text, 'info', { autoClose: GOOD_NEWS });
}

/** Show an error that was thrown. */
export function notifyError(error: unknown): void {
  notify({ text: error instanceof Error ? error.message : String(error), isError: true });
}

/** Let go on what the user asked for, and show what it fails with. */
export function attempt(work: Promise<unknown>): void {
  work.catch(notifyError);
}

/** Show a job while it runs, with a way to end it, and what it came to. */
export async function notifyOfJob(
  model: ReproModel,
  kind: JobKind,
  trans: TranslationBundle,
  options: { cancel: () => void; more: (job: IJob) => Notification.IAction[] }
): Promise<void> {
  const name = model.path.split('/').pop() ?? model.path;
  const id = Notification.emit(jobWords(kind, name, trans), 'in-progress', {
    autoClose: false,
    actions: [{ label: trans.__('Cancel'), callback: options.cancel }]
  });
  const job = await ended(model, kind);
  const outcome = jobOutcome(job, name, trans);
  Notification.update({
    id,
    message: outcome.text,
    type: outcome.isError ? 'warning' : 'success',
    autoClose: outcome.isError ? false : GOOD_NEWS,
    actions: job ? options.more(job) : []
  });
}

function jobWords(kind: JobKind, name: string, trans: TranslationBundle): string {
  switch (kind) {
    case 'verify':
      return trans.__('Verifying %1', name);
    case 'why':
      return trans.__('Experimenting with %1', name);
    case 'handoff':
      return trans.__('Handing over %1', name);
    case 'snapshot':
      return trans.__('Recording %1', name);
  }
}

/** The job when it has ended; null where the notebook was closed before. */
export function ended(model: ReproModel, kind: JobKind): Promise<IJob | null> {
  const now = (): IJob | null => model.job(kind);
  return until(model, () => !isActive(now())).then(isOpen => (isOpen ? now() : null));
}

/** Wait until something holds of a notebook. Answers whether it does: false where the notebook was closed before. */
export function until(model: ReproModel, holds: () => boolean): Promise<boolean> {
  return new Promise(resolve => {
    const end = (isReached: boolean): void => {
      model.changed.disconnect(look);
      model.context.disposed.disconnect(close);
      resolve(isReached);
    };
    const look = (): void => {
      if (holds()) {
        end(true);
      }
    };
    const close = (): void => end(false);
    model.changed.connect(look);
    model.context.disposed.connect(close);
    look();
  });
}

function jobOutcome(job: IJob | null, name: string, trans: TranslationBundle): IOutcome {
  if (!job || job.phase === 'cancelled') {
    return { text: trans.__('%1: cancelled', name), isError: false };
  }
  if (job.phase === 'failed') {
    return {
      text: [`${name}: ${said(job.error, trans)}`, said(job.remedy, trans)]
        .filter(Boolean)
        .join('\n'),
      isError: true
    };
  }
  const status = said(job.verdict?.status ?? '', trans);
  if (job.bundle) {
    return { text: trans.__('%1 is packed in %2', name, job.bundle), isError: false };
  }
  const isGood = ['identical', 'equivalent'].includes(job.verdict?.status ?? '');
  const reason = job.verdict && !isGood ? reasonWords(job.verdict, trans) : '';
  const isProven = job.kind === 'why' && provenCauses(job.verdict).length > 0;
  const words = isProven ? trans.__('%1: %2, cause proven', name, status) : `${name}: ${status}`;
  return { text: `${words}${reason}`, isError: !isGood };
}
