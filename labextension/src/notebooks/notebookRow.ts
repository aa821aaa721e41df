import type { INotebook, NotebookStatus } from '../answers';

/** Where a notebook stands, with what is done with it now. */
export type RowStatus =
  NotebookStatus | 'drifted' | 'queued' | 'verifying' | 'proving' | 'recording';

/** One notebook among many. */
export interface IRow extends INotebook {
  /** Where it stands apart from what is done with it now. */
  known: NotebookStatus | 'drifted';
}

/** What needs a look first stands first. */
export const SEVERITY: readonly (NotebookStatus | 'drifted')[] = [
  'failed',
  'unreadable',
  'diverged',
  'edited',
  'drifted',
  'unverifiable',
  'recorded',
  'not-recorded',
  'verified'
];

/** A notebook as the server knows it. */
export function rowOf(notebook: INotebook): IRow {
  const isBelieved = notebook.status === 'verified' || notebook.status === 'recorded';
  const known = isBelieved && notebook.drift.length ? 'drifted' : notebook.status;
  return { ...notebook, known };
}

/** What is shown of it: what is done with it now, else where it stands. */
export function shownStatus({ job, known }: IRow): RowStatus {
  if (!job) {
    return known;
  }
  if (job.phase === 'queued') {
    return 'queued';
  }
  switch (job.kind) {
    case 'why':
      return 'proving';
    case 'snapshot':
      return 'recording';
    default:
      return 'verifying';
  }
}

/** The name of its file. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder that it lies in, with a slash at its end; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
