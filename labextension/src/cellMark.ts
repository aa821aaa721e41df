import type { ICellVerdict, IDivergence, IUse } from './answers';
import type { IIndexed } from './cellName';
import { numbered } from './cellName';
import type { IDocumentCell } from './documentCell';
import { edited, matched } from './documentCell';
import type { IKnown } from './standing';
import { lastVerdict } from './standing';

/** What the margin of a cell tells, the weightiest of what there is. */
export type MarkName =
  | 'diverged'
  | 'failed'
  | 'stale'
  | 'other-outputs'
  | 'out-of-order'
  | 'unpinned'
  | 'unverifiable'
  | 'equivalent'
  | 'identical';

export interface IMark {
  name: MarkName;
  /** The cell as people see it: `[4]`. */
  cell: string;
  /** All code cells of the notebook that was verified last. */
  verified: readonly IIndexed[];
  /** Where the verdict of the cell has something to show; null elsewhere. */
  verdict: ICellVerdict | null;
  /** What of its outputs on the screen differs from those that were recorded. */
  shown: readonly IDivergence[];
  /** Sources of nondeterminism that the cell uses unpinned. */
  uses: readonly IUse[];
}

/** The mark of each cell that has one, by cell id. */
export function marks(known: IKnown): Map<string, IMark> {
  const verdicts = verdictsOf(known);
  const since = editedSince(known);
  const order = new Set(known.session.out_of_order);
  const uses = usesOf(known);
  const found = new Map<string, IMark>();
  const verified = lastVerdict(known)?.verdict?.cells ?? [];
  for (const [place, cell] of known.cells.entries()) {
    const verdict = verdicts.get(cell.id) ?? null;
    const used = uses.get(cell.id) ?? [];
    const isEdited = since.has(cell.id);
    const shown = isEdited ? [] : (known.others.get(cell.id) ?? []);
    const name = nameOf(verdict, {
      isEdited,
      isOther: shown.length > 0,
      isPending: known.pending.has(cell.id),
      isOutOfOrder: order.has(cell.id),
      isUnpinned: used.length > 0
    });
    if (cell.counted && name) {
      found.set(cell.id, { name, cell: numbered(place + 1), verified, verdict, shown, uses: used });
    }
  }
  return found;
}

/** Ids of the cells of which something else is said now. */
export function changedMarks(
  before: ReadonlyMap<string, IMark>,
  now: ReadonlyMap<string, IMark>
): Set<string> {
  const ids = before === now ? [] : [...before.keys(), ...now.keys()];
  return new Set(ids.filter(id => !isSameMark(before.get(id), now.get(id))));
}

function isSameMark(one: IMark | undefined, other: IMark | undefined): boolean {
  return (
    one?.name === other?.name &&
    one?.cell === other?.cell &&
    one?.verdict === other?.verdict &&
    one?.shown[0] === other?.shown[0] &&
    usedWords(one) === usedWords(other)
  );
}

function usedWords(mark: IMark | undefined): string {
  return (mark?.uses ?? []).map(use => `${use.line} ${use.what}`).join();
}

function nameOf(verdict: ICellVerdict | null, facts: IFacts): MarkName | null {
  if (facts.isEdited) {
    return 'stale';
  }
  if (verdict?.status === 'diverged' || verdict?.status === 'failed') {
    return verdict.status;
  }
  if (facts.isOther) {
    return 'other-outputs';
  }
  if (facts.isOutOfOrder) {
    return 'out-of-order';
  }
  if (verdict && verdict.status !== 'ignored') {
    // the verdict is of other outputs than are shown, perhaps
    return facts.isPending ? null : verdict.status;
  }
  return facts.isUnpinned ? 'unpinned' : null;
}

interface IFacts {
  isEdited: boolean;
  isOther: boolean;
  isPending: boolean;
  isOutOfOrder: boolean;
  isUnpinned: boolean;
}

/**
 * Verdicts of the cells whose source is still the one that was verified; one edited cell does not take the others' away,
 * for the first divergence above it still stands.
 */
function verdictsOf(known: IKnown): Map<string, ICellVerdict> {
  const job = lastVerdict(known);
  const verdicts = new Map(job?.verdict?.cells.map(each => [each.id, each]));
  const found = new Map<string, ICellVerdict>();
  for (const [id, match] of matched(known.cells, job?.sources ?? {})) {
    const verdict = verdicts.get(match.id);
    if (verdict) {
      found.set(id, verdict);
    }
  }
  return found;
}

/** Cells that were edited since they were verified, or where nothing was, since they were recorded. */
function editedSince(known: IKnown): Set<string> {
  const job = lastVerdict(known);
  if (job) {
    return edited(known.cells, job.sources);
  }
  return known.state?.recorded ? edited(known.cells, known.state.sources) : new Set();
}

/** What each cell uses unpinned: of the session where it ran there, else of the snapshot. */
function usesOf(known: IKnown): Map<string, IUse[]> {
  const ran = new Set(known.session.runs.map(run => run.cell));
  const recorded = known.state?.recorded
    ? byRecordedId(known.cells, known.state.uses, known.state.sources)
    : [];
  const uses = [...recorded.filter(use => !ran.has(use.cell)), ...known.session.uses];
  const found = new Map<string, IUse[]>();
  uses.forEach(use => found.set(use.cell, [...(found.get(use.cell) ?? []), use]));
  return found;
}

function byRecordedId(
  cells: readonly IDocumentCell[],
  uses: readonly IUse[],
  sources: Readonly<Record<string, string>>
): IUse[] {
  const ids = new Map([...matched(cells, sources)].map(([id, match]) => [match.id, id]));
  return uses.map(use => ({ ...use, cell: ids.get(use.cell) ?? use.cell }));
}

/** What there is to show below a cell: of its outputs on the screen, else of its verdict; null where there is nothing. */
export function findingOf(mark: IMark): ICellVerdict | null {
  if (mark.name !== 'other-outputs') {
    return mark.verdict;
  }
  const { shown } = mark;
  return { index: -1, id: '', status: 'diverged', divergences: [...shown], causes: [], source: '' };
}
