/** A code cell of the open document. */
export interface IDocumentCell {
  /** Among all cells, from 0. */
  index: number;
  id: string;
  digest: string;
  /** Whether there is something to verify in it; see `counts`. */
  counted: boolean;
}

/**
 * Digest of what was recorded of each cell of the document, by the document's ids.
 *
 * Cells are matched by id; those whose id is new by their source, among what is left: the first behind the one that the
 * cell above it is, else the first of all. A notebook of an old format has no ids, and each program that opens it makes
 * up its own. `jupyter_repro.notebooks.matched_cells` is the same in Python.
 */
export function matched(
  cells: readonly IDocumentCell[],
  recorded: Readonly<Record<string, string>>
): ReadonlyMap<string, IMatch> {
  let known = MATCHES.get(cells);
  if (!known) {
    known = new WeakMap();
    MATCHES.set(cells, known);
  }
  let found = known.get(recorded);
  if (!found) {
    found = matches(cells, recorded);
    known.set(recorded, found);
  }
  return found;
}

/** Of lists that are never changed, so that several who ask for the same are answered by one search. */
const MATCHES = new WeakMap<readonly IDocumentCell[], WeakMap<object, Map<string, IMatch>>>();

interface IMatch {
  /** Of the recorded cell. */
  id: string;
  digest: string;
}

function matches(
  cells: readonly IDocumentCell[],
  recorded: Readonly<Record<string, string>>
): Map<string, IMatch> {
  const all = Object.entries(recorded).map(([id, digest], place) => ({ id, digest, place }));
  const byId = new Map(all.map(each => [each.id, each]));
  const kept = new Set(cells.map(cell => cell.id));
  const left = all.filter(each => !kept.has(each.id));
  const found = new Map<string, IMatch>();
  let last = -1;
  for (const cell of cells) {
    const match = byId.get(cell.id) ?? taken(left, cell.digest, last);
    if (match) {
      last = match.place;
      found.set(cell.id, { id: match.id, digest: match.digest });
    }
  }
  return found;
}

interface IRecordedCell {
  id: string;
  digest: string;
  place: number;
}

/** The cell of the source behind a place, else the first one, which is left no more. */
function taken(left: IRecordedCell[], digest: string, last: number): IRecordedCell | undefined {
  const same = left.filter(each => each.digest === digest);
  const match = same.find(each => each.place > last) ?? same[0];
  if (match) {
    left.splice(left.indexOf(match), 1);
  }
  return match;
}

/** Ids of the cells whose source is not the source that was recorded; a new cell is one of them. */
export function edited(
  cells: readonly IDocumentCell[],
  recorded: Readonly<Record<string, string>>
): Set<string> {
  const matches = matched(cells, recorded);
  return new Set(
    cells
      .filter(cell => cell.counted && matches.get(cell.id)?.digest !== cell.digest)
      .map(cell => cell.id)
  );
}

/** Whether a cell that was recorded is gone from the document. */
export function removed(
  cells: readonly IDocumentCell[],
  recorded: Readonly<Record<string, string>>
): boolean {
  return Object.keys(recorded).length > matched(cells, recorded).size;
}
