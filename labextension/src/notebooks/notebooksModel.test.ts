import type { INotebook, INotebooks, IProgress } from '../answers';
import { RequestFailed } from '../requestFailed';
import { notebook, progress } from './notebooks.example';
import { NotebooksModel } from './notebooksModel';
import { FIRST_VIEW } from './view';

class Server {
  known: INotebook[] = ['a', 'b', 'c'].map(path => notebook(path));
  readonly asked: string[] = [];
  readonly started: (readonly string[])[] = [];
  readonly ended: (readonly string[])[] = [];

  notebooks(path = ''): Promise<INotebooks> {
    this.asked.push(path);
    const found = this.known.filter(each => !path || each.path === path);
    return path && !found.length
      ? Promise.reject(new RequestFailed('gone', 404))
      : Promise.resolve({ version: '', notebooks: found, is_whole: true });
  }

  startMany(paths: readonly string[]): Promise<IProgress[]> {
    this.started.push(paths);
    return Promise.resolve(paths.map(path => progress(path)));
  }

  endMany(ids: readonly string[]): Promise<IProgress[]> {
    this.ended.push(ids);
    return Promise.resolve(ids.map(id => progress(id, { phase: 'cancelled' })));
  }
}

async function loaded(): Promise<{ server: Server; model: NotebooksModel }> {
  const server = new Server();
  const model = new NotebooksModel(server);
  await model.refresh();
  return { server, model };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function statuses(model: NotebooksModel): (string | undefined)[] {
  return model.shown.map(row => row.job?.phase);
}

test('the selected notebooks that are shown are verified, and followed until they have ended', async () => {
  const { server, model } = await loaded();
  model.select(['a', 'b', 'c'], true);
  model.view = { ...FIRST_VIEW, search: 'a' };
  expect(model.selected).toEqual(['a']);
  model.view = FIRST_VIEW;
  model.select(['c'], false);
  await model.verify();
  expect(server.started).toEqual([['a', 'b']]);
  expect(statuses(model)).toEqual(['queued', 'queued', undefined]);
  model.follow(progress('a', { phase: 'running', cell: 1, cells: 2 }));
  expect([statuses(model)[0], model.progress]).toEqual(['running', { ended: 0, all: 2 }]);
  server.known[0] = notebook('a', { status: 'diverged' });
  model.follow(progress('a', { phase: 'done' }));
  expect(model.progress).toEqual({ ended: 1, all: 2 });
  await jest.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(['', 'a']);
  expect(model.rows.find(row => row.path === 'a')?.known).toBe('diverged');
  model.follow(progress('b', { phase: 'done' }));
  expect(model.progress).toEqual({ ended: 2, all: 2 });
});

test('what is begun later is counted by itself', async () => {
  const { model } = await loaded();
  for (const path of ['a', 'b']) {
    model.follow(progress(path));
    model.follow(progress(path, { phase: 'done' }));
  }
  expect(model.progress).toEqual({ ended: 1, all: 1 });
});

test('all that waits or runs is ended', async () => {
  const { server, model } = await loaded();
  ['a', 'c'].forEach(path => model.follow(progress(path)));
  await model.cancel();
  expect(server.ended).toEqual([['a', 'c']]);
  expect(statuses(model)).toEqual([undefined, undefined, undefined]);
});

test('many that end at once are asked for in one request, and one that is gone is shown no more', async () => {
  const { server, model } = await loaded();
  server.known = Array.from({ length: 30 }, (_, index) => notebook(`n${index}`));
  await model.refresh();
  server.known.forEach(each => model.look(each.path));
  await jest.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(['', '', '']);
  server.known.shift();
  model.look('n0');
  await jest.advanceTimersByTimeAsync(1000);
  expect([server.asked.length, model.rows.length]).toEqual([4, 29]);
});

test('an end of an older job does not end the newer one, and a hand-over is not shown', async () => {
  const { model } = await loaded();
  model.follow(progress('a', { id: '2' }));
  model.follow(progress('a', { id: '1', phase: 'cancelled' }));
  model.follow(progress('b', { kind: 'handoff' }));
  expect(statuses(model)).toEqual(['queued', undefined, undefined]);
});

test('where the server cannot answer, what is known stays and it is said why', async () => {
  const { server, model } = await loaded();
  server.notebooks = () => Promise.reject(new Error('no connection'));
  await model.refresh();
  expect([model.trouble, model.rows.length]).toEqual(['no connection', 3]);
});

test('a notebook that changes while others are asked for is asked for as well', async () => {
  const { server, model } = await loaded();
  const answers: (() => void)[] = [];
  const answer = server.notebooks.bind(server);
  server.notebooks = path => new Promise<void>(go => answers.push(go)).then(() => answer(path));
  model.look('a');
  await jest.advanceTimersByTimeAsync(1000);
  server.known[1] = notebook('b', { status: 'diverged' });
  model.look('b');
  answers.shift()?.();
  await jest.advanceTimersByTimeAsync(1000);
  answers.shift()?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(server.asked).toEqual(['', 'a', 'b']);
  expect(model.rows.find(row => row.path === 'b')?.known).toBe('diverged');
});

test('a notebook that cannot be asked for keeps its row, and the console has the reason', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation();
  const { server, model } = await loaded();
  server.notebooks = () => Promise.reject(new RequestFailed('it is cut', 422));
  model.look('a');
  await jest.advanceTimersByTimeAsync(1000);
  expect(model.rows.length).toBe(3);
  expect(said).toHaveBeenCalledWith('jupyter-repro:', expect.any(RequestFailed));
  said.mockRestore();
});
