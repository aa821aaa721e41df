import type { IDrift, IJob, IProgress, IState } from './answers';
import { changedMarks } from './cellMark';
import { ReproModel } from './model';
import { OpenCell, openNotebook, rename } from './openNotebook.example';
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

/** A server whose answers on what is recorded come when they are given, by the path that was asked for. */
function slowServer() {
  const asked: { path: string; answer: (state: IState) => void }[] = [];
  const state = (path: string): Promise<IState> =>
    new Promise(answer => asked.push({ path, answer }));
  const isAsked = async (times: number): Promise<void> => {
    while (asked.length < times) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  return { asked, isAsked, server: { ...recorded, state } };
}

test('a notebook that is renamed while the server answers is asked for by its new name', async () => {
  const { asked, isAsked, server } = slowServer();
  const { model } = opened(server);
  await isAsked(1);
  rename(model.context, 'other.ipynb');
  await isAsked(2);
  asked[1]?.answer(RECORDED);
  await reached(model, 'verified');
  asked[0]?.answer({ ...RECORDED, recorded: null });
  await new Promise(resolve => setTimeout(resolve));
  expect(asked.map(each => each.path)).toEqual(['n.ipynb', 'other.ipynb']);
  expect(model.standing.name).toBe('verified');
  model.dispose();
});

test('who looks again while a notebook is renamed has the answer on its new name', async () => {
  const { asked, isAsked, server } = slowServer();
  const { model } = opened(server);
  await isAsked(1);
  const looked = model.refresh();
  rename(model.context, 'other.ipynb');
  asked[0]?.answer({ ...RECORDED, recorded: null });
  await isAsked(2);
  asked[1]?.answer({ ...RECORDED, recorded: null });
  await isAsked(3);
  asked[2]?.answer(RECORDED);
  await looked;
  expect(model.state?.recorded).toBe(RECORDED.recorded);
  model.dispose();
});

test('what changes on the disk while the server answers is asked for again', async () => {
  const { asked, isAsked, server } = slowServer();
  const { model } = opened(server);
  await isAsked(1);
  const looked = model.refresh();
  asked[0]?.answer({ ...STATE, recorded: null });
  await isAsked(2);
  asked[1]?.answer(RECORDED);
  await looked;
  expect(model.state?.recorded).toBe(RECORDED.recorded);
  model.dispose();
});

test('a server that gets our part later is known to have it', async () => {
  const state = jest.fn().mockRejectedValueOnce(new RequestFailed('', 404, true));
  const { model } = opened({ ...recorded, state });
  await reached(model, 'no-server');
  state.mockResolvedValue(RECORDED);
  await model.refresh();
  await reached(model, 'verified');
  expect([model.isServerMissing, model.trouble]).toEqual([false, '']);
  model.dispose();
});

test('outputs that cannot be compared are said to be the trouble until they can', async () => {
  const outputs = jest.fn().mockRejectedValueOnce(new RequestFailed('it is cut', 422));
  const state = (): Promise<IState> => Promise.resolve({ ...RECORDED });
  const { model } = opened({ ...recorded, state, outputs });
  while (!model.trouble) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  expect([model.trouble, model.standing.name]).toEqual(['it is cut', 'comparing']);
  outputs.mockImplementation(recorded.outputs);
  await model.refresh();
  await reached(model, 'verified');
  expect(model.trouble).toBe('');
  model.dispose();
});

test('a job is followed by its events, and asked for when it ends', async () => {
  const running: IJob = {
    ...job('identical'),
    phase: 'running',
    ended: '',
    verdict: null,
    cell: 0
  };
  const ended = { ...job('identical', { a: 'identical', b: 'identical' }), sources: SOURCES };
  const { model } = opened({
    ...recorded,
    start: () => Promise.resolve(running),
    job: () => Promise.resolve(ended)
  });
  await reached(model, 'verified');
  await model.start('verify');
  await model.follow({ ...running, cell: 1 });
  expect([model.standing.name, model.standing.cell]).toEqual(['verifying', 1]);
  await model.follow({ ...running, phase: 'done' });
  expect([model.standing.name, model.judged?.id]).toEqual(['verified', ended.id]);
  model.dispose();
});

test('an end that the server cannot tell of is not lost on who follows the job', async () => {
  const { model } = opened({
    ...recorded,
    job: () => Promise.reject(new RequestFailed('no connection', 0))
  });
  await reached(model, 'verified');
  const progress: IProgress = { ...job('identical'), phase: 'done' };
  await expect(model.follow(progress)).rejects.toThrow('no connection');
  model.dispose();
});
