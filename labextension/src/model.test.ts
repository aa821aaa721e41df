import type { IDrift, IState } from './answers';
import { changedMarks } from './cellMark';
import { ReproModel } from './model';
import { OpenCell, openNotebook } from './openNotebook.example';
import { RequestFailed } from './requestFailed';
import type { ReproServer } from './server';
import { sourceDigest } from './sourceDigest';
import { job, STATE } from './standing.example';

const SOURCES = { a: sourceDigest('1'), b: sourceDigest('2') };
const RECORDED: IState = { ...STATE, verified: true, sources: SOURCES };
const NOTHING: IDrift = { changes: [], uncommitted: [] };

function opened(server: Partial<Record<keyof ReproServer, unknown>>): {
  model: ReproModel;
  a: OpenCell;
} {
  const [a, b] = [new OpenCell('a', '1'), new OpenCell('b', '2')];
  const answers = { outputs: () => Promise.resolve({ recorded: RECORDED.recorded, cells: {} }) };
  const model = new ReproModel(
    openNotebook(a, b),
    { ...answers, ...server } as unknown as ReproServer,
    () => true
  );
  return { model, a };
}

const recorded = {
  state: () => Promise.resolve(RECORDED),
  drift: () => Promise.resolve(NOTHING),
  outputs: () => Promise.resolve({ recorded: RECORDED.recorded, cells: { a: [], b: [] } })
};

/** Until a notebook has this standing. */
async function reached(model: ReproModel, name: string): Promise<void> {
  while (model.standing.name !== name) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

test('a notebook that is opened is asked for, and its outputs are compared before it is believed', async () => {
  const { model } = opened(recorded);
  expect(model.standing.name).toBe('unknown');
  await reached(model, 'comparing');
  await reached(model, 'verified');
  model.dispose();
});

test('an edit is known at once, and changes the mark of its cell alone', async () => {
  const state = {
    ...RECORDED,
    jobs: { verify: { ...job('identical', { a: 'identical', b: 'identical' }), sources: SOURCES } }
  };
  const { model, a } = opened({ ...recorded, state: () => Promise.resolve(state) });
  await reached(model, 'verified');
  const before = model.marks;
  a.edit('3');
  expect(model.standing.name).toBe('edited');
  expect(changedMarks(before, model.marks)).toEqual(new Set(['a']));
  const edited = model.marks;
  a.edit('34');
  expect(changedMarks(edited, model.marks)).toEqual(new Set());
  a.edit('1');
  expect(model.standing.name).toBe('verified');
  model.dispose();
});

test('a server without our part is named, and another failure is said', async () => {
  const missing = opened({ state: () => Promise.reject(new RequestFailed('', 404, true)) });
  await reached(missing.model, 'no-server');
  const broken = opened({ state: () => Promise.reject(new RequestFailed('it is cut', 422)) });
  while (!broken.model.trouble) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  expect(broken.model.trouble).toBe('it is cut');
  [missing, broken].forEach(({ model }) => model.dispose());
});

test('a notebook without a snapshot is not asked for its drift', async () => {
  const drift = jest.fn();
  const { model } = opened({ state: () => Promise.resolve({ ...STATE, recorded: null }), drift });
  await reached(model, 'not-recorded');
  expect(drift).not.toHaveBeenCalled();
  model.dispose();
});
