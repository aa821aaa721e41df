import { Signal } from '@lumino/signaling';
import type { IDivergence, IShown } from './answers';
import type { IDocumentCell } from './documentCell';
import type { IDocumentOutputs, IShownCell } from './shownOutputs';
import { MOST_SENT, ShownOutputs } from './shownOutputs';

const RECORDED = '2026-11-01T10:00:00Z';
const DIFFERENT = [{ summary: '1 became 2' } as IDivergence];

class Document implements IDocumentOutputs {
  readonly changed = new Signal<this, string>(this);
  readonly shown = new Map<string, IShownCell>();

  read(id: string): IShownCell | null {
    return this.shown.get(id) ?? null;
  }

  show(id: string, text: string, more: Partial<IShownCell> = {}): void {
    const outputs = text ? [{ output_type: 'stream', text }] : [];
    this.shown.set(id, { isRunning: false, hasRun: true, outputs, size: text.length, ...more });
    this.changed.emit(id);
  }
}

interface IScene {
  document: Document;
  shown: ShownOutputs;
  /** What was sent, in order. */
  sent: Readonly<Record<string, readonly unknown[] | null>>[];
  /** What the server answers of each cell. */
  answers: Record<string, IDivergence[]>;
}

const CELLS: IDocumentCell[] = ['a', 'b'].map((id, index) => ({
  index,
  id,
  digest: id,
  counted: true
}));

function scene(recorded = RECORDED): IScene {
  const document = new Document();
  document.show('a', '1');
  document.show('b', '2');
  const sent: IScene['sent'] = [];
  const answers: IScene['answers'] = {};
  const compare = (cells: Readonly<Record<string, readonly unknown[] | null>>): Promise<IShown> => {
    sent.push(cells);
    const found = Object.keys(cells).map(id => [id, answers[id] ?? []] as const);
    return Promise.resolve({ recorded, cells: Object.fromEntries(found) });
  };
  const shown = new ShownOutputs({ outputs: document, cells: () => CELLS, compare });
  return { document, shown, sent, answers };
}

const SOURCES = { a: 'a', b: 'b' };

function opened(recorded?: string): IScene {
  const found = scene(recorded);
  found.shown.take({ recorded: RECORDED, sources: SOURCES });
  return found;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const quiet = async (): Promise<void> => {
  await jest.advanceTimersByTimeAsync(1000);
};

describe('the outputs on the screen', () => {
  it('are compared by the file while nothing has changed since it was opened', async () => {
    const { shown, sent } = opened();
    expect([...shown.pending]).toEqual(['a', 'b']);
    await quiet();
    expect(sent).toEqual([{ a: null, b: null }]);
    expect([shown.pending.size, shown.others.size]).toEqual([0, 0]);
  });

  it('are sent of a cell that has changed, and of it alone', async () => {
    const { document, shown, sent, answers } = opened();
    await quiet();
    answers['b'] = DIFFERENT;
    document.show('b', '3');
    expect([...shown.pending]).toEqual(['b']);
    await quiet();
    expect(sent[1]).toEqual({ b: [{ output_type: 'stream', text: '3' }] });
    expect([...shown.others]).toEqual([['b', DIFFERENT]]);
  });

  it('are not compared while the cell runs, and are when it has ended', async () => {
    const { document, shown, sent } = opened();
    await quiet();
    document.show('a', 'half', { isRunning: true });
    await quiet();
    expect([...shown.pending]).toEqual(['a']);
    expect(sent).toHaveLength(1);
    document.show('a', 'whole');
    await quiet();
    expect(shown.pending.size).toBe(0);
  });

  it('of a cleared cell say nothing that could be wrong, of one that ran they do', async () => {
    const { document, shown, sent } = opened();
    await quiet();
    document.show('a', '', { hasRun: false });
    await quiet();
    expect([shown.pending.size, sent.length]).toEqual([0, 1]);
    document.show('a', '');
    await quiet();
    expect(sent[1]).toEqual({ a: [] });
  });

  it('that change while they are compared are compared again', async () => {
    const { document, shown, sent } = opened();
    await quiet();
    document.show('a', '3');
    await jest.advanceTimersByTimeAsync(299);
    const before = sent.length;
    jest.advanceTimersByTime(1); // sent, and not answered yet
    document.show('a', '4');
    expect(sent).toHaveLength(before + 1);
    await Promise.resolve();
    expect([...shown.pending]).toEqual(['a']);
    await quiet();
    expect(sent.at(-1)).toEqual({ a: [{ output_type: 'stream', text: '4' }] });
    expect(shown.pending.size).toBe(0);
  });

  it('that are too large to be sent are compared when they are saved', async () => {
    const { document, shown, sent } = opened();
    await quiet();
    document.show('a', 'much', { size: MOST_SENT + 1 });
    await quiet();
    expect([...shown.pending]).toEqual(['a']);
    shown.saved();
    await quiet();
    expect(sent.at(-1)).toEqual({ a: null });
    expect(shown.pending.size).toBe(0);
  });

  it('that do not go into one request go into two', async () => {
    const { document, shown, sent } = opened();
    await quiet();
    for (const id of ['a', 'b']) {
      document.show(id, id, { size: MOST_SENT - 1 });
    }
    await quiet();
    expect(sent.slice(1).map(each => Object.keys(each))).toEqual([['a'], ['b']]);
    expect(shown.pending.size).toBe(0);
  });

  it('are compared again with a new record, and not with that of another', async () => {
    const { shown, sent } = opened();
    await quiet();
    shown.take({ recorded: '2026-11-02T10:00:00Z', sources: SOURCES });
    await quiet();
    expect(Object.values(sent[1] ?? {}).every(Array.isArray)).toBe(true);
    // the server still has the first
    expect([...shown.pending]).toEqual(['a', 'b']);
  });

  it('stay uncompared where the server does not answer, and it is said', async () => {
    const document = new Document();
    document.show('a', '1');
    const compare = (): Promise<IShown> => Promise.reject(new Error('no answer'));
    const shown = new ShownOutputs({ outputs: document, cells: () => CELLS, compare });
    shown.take({ recorded: RECORDED, sources: SOURCES });
    await quiet();
    expect([...shown.pending]).toEqual(['a', 'b']);
    expect(shown.trouble).toBe('no answer');
  });
});
