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
 * Cells are matched by id; those whose id is new by their source, among what is left, in document order: a notebook of an
 * old format has no ids, and each program that opens it makes up its own.
 */
export function matched(
  cells: readonly IDocumentCell[],
  recorded: Readonly<Record<string, string>>
): Map<string, { id: string; digest: string }> {
  const left = new Map(Object.entries(recorded));
  const found = new Map<string, { id: string; digest: string }>();
  const take = (cell: IDocumentCell, id: string | undefined): void => {
    const digest = id === undefined ? undefined : left.get(id);
    if (id !== undefined && digest !== undefined) {
      left.delete(id);
      found.set(cell.id, { id, digest });
    }
  };
  cells.forEach(cell => take(cell, cell.id));
  cells
    .filter(cell => !found.has(cell.id))
    .forEach(cell => take(cell, [...left].find(([, digest]) => digest === cell.digest)?.[0]));
  return found;
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
