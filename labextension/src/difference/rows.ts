/** A unified diff as rows of two sides. */

import { pairs } from './pairs';

/** A line of one side. */
export interface ILine {
  /** From 1. */
  number: number;
  text: string;
}

/** What stands side by side; null where the other side has an additional line. */
export interface IRow {
  kind: 'same' | 'changed' | 'gap';
  recorded: ILine | null;
  found: ILine | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
const GAP: IRow = { kind: 'gap', recorded: null, found: null };

/** The rows of a diff; a gap before each hunk that does not begin at the first line, and where the diff is cut. */
export function rowsOf(diff: string): IRow[] {
  const reader = new Reader();
  for (const line of body(diff)) {
    reader.read(line);
  }
  reader.flush();
  return reader.rows;
}

/** The lines without the two that name the sides: a removed line may begin with `--` as well. */
function body(diff: string): string[] {
  const lines = diff === '' ? [] : diff.split('\n');
  return lines[0]?.startsWith('--- ') ? lines.slice(2) : lines;
}

class Reader {
  readonly rows: IRow[] = [];

  read(line: string): void {
    const sign = line.charAt(0);
    if (sign === '-') {
      this._removed.push(line.slice(1));
    } else if (sign === '+') {
      this._added.push(line.slice(1));
    } else {
      this.flush();
      this._readOther(sign, line);
    }
  }

  /** Put the changed lines that were read so far beside each other. */
  flush(): void {
    for (const [before, now] of pairs(this._removed, this._added)) {
      this.rows.push({
        kind: 'changed',
        recorded: before === null ? null : this._left(before),
        found: now === null ? null : this._right(now)
      });
    }
    this._removed = [];
    this._added = [];
  }

  private _readOther(sign: string, line: string): void {
    const hunk = HUNK.exec(line);
    if (hunk) {
      this._begin(Number(hunk[1]), Number(hunk[2]));
    } else if (sign === ' ') {
      const text = line.slice(1);
      this.rows.push({
        kind: 'same',
        recorded: this._left(text),
        found: this._right(text)
      });
    } else if (line !== '' && sign !== '\\') {
      this.rows.push(GAP);
    }
  }

  private _begin(recorded: number, found: number): void {
    this._recorded = Math.max(1, recorded);
    this._found = Math.max(1, found);
    if (this._recorded > 1 || this._found > 1) {
      this.rows.push(GAP);
    }
  }

  private _left(text: string): ILine {
    return { number: this._recorded++, text };
  }

  private _right(text: string): ILine {
    return { number: this._found++, text };
  }

  private _recorded = 1;
  private _found = 1;
  private _removed: string[] = [];
  private _added: string[] = [];
}
