/** Notebooks among many, as tests know them. */

import type { INotebook, IProgress } from '../answers';

export function notebook(path: string, some: Partial<INotebook> = {}): INotebook {
  return {
    path,
    status: 'verified',
    when: '2026-11-01T10:00:00Z',
    why: '',
    seconds: 1,
    drift: [],
    unread: [],
    report: '',
    job: null,
    ...some
  };
}

export function progress(path: string, some: Partial<IProgress> = {}): IProgress {
  return { id: path, kind: 'verify', path, phase: 'queued', cell: 0, cells: 0, doing: '', ...some };
}
