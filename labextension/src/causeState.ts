import type { ICause } from './answers';
import type { IKnown } from './standing';
import { lastVerdict } from './standing';

/** Kinds of which a file is compared without a run. */
const OF_FILES = new Set(['data', 'code']);

/** Whether what a cause names was another than recorded when the notebook was verified, and is as recorded now. */
export function isUndone(cause: ICause, known: IKnown): boolean {
  const isThis = (change: { kind: string; name: string }): boolean =>
    change.kind === cause.kind && change.name === cause.name;
  const verified = lastVerdict(known)?.verdict?.context_changes ?? [];
  const isSame = known.drift !== null && !known.drift.changes.some(isThis);
  return OF_FILES.has(cause.kind) && isSame && verified.some(isThis);
}

/** The causes of the cell that diverged first. */
export function rootCauses(known: IKnown): readonly ICause[] {
  const verdict = lastVerdict(known)?.verdict;
  return verdict?.cells.find(cell => cell.index === verdict.first_divergence)?.causes ?? [];
}
