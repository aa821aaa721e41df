import { Refresher } from './refresher';

const PAUSE = 100;

/** A look that is under way until it is ended, in the order in which they began. */
function looking() {
  const looks: { end: () => void; fail: (error: Error) => void }[] = [];
  const look = (): Promise<void> =>
    new Promise((end, fail) => {
      looks.push({ end, fail });
    });
  return { looks, refresher: new Refresher(look, PAUSE) };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('those who ask together share one look', async () => {
  const { looks, refresher } = looking();
  const asked = [refresher.refresh(), refresher.refresh(), refresher.refresh()];
  await jest.advanceTimersByTimeAsync(PAUSE);
  expect(looks.length).toBe(1);
  looks[0]?.end();
  await Promise.all(asked);
  await jest.advanceTimersByTimeAsync(10 * PAUSE);
  expect(looks.length).toBe(1);
});

test('who asks while a look is under way gets one that began after the question', async () => {
  const { looks, refresher } = looking();
  void refresher.refresh();
  await jest.advanceTimersByTimeAsync(PAUSE);
  const ended = jest.fn();
  void refresher.refresh().then(ended);
  looks[0]?.end();
  await jest.advanceTimersByTimeAsync(PAUSE);
  expect(ended).not.toHaveBeenCalled();
  expect(looks.length).toBe(2);
  looks[1]?.end();
  await jest.advanceTimersByTimeAsync(0);
  expect(ended).toHaveBeenCalled();
});

test('those who asked for a look that fails get its error, and those who ask later do not', async () => {
  const { looks, refresher } = looking();
  const first = expect(refresher.refresh()).rejects.toThrow('no connection');
  await jest.advanceTimersByTimeAsync(PAUSE);
  const second = refresher.refresh();
  looks[0]?.fail(new Error('no connection'));
  await first;
  await jest.advanceTimersByTimeAsync(PAUSE);
  looks[1]?.end();
  await expect(second).resolves.toBeUndefined();
});

test('when it is disposed no look begins, and nobody waits for one', async () => {
  const { looks, refresher } = looking();
  const asked = refresher.refresh();
  refresher.dispose();
  await jest.advanceTimersByTimeAsync(PAUSE);
  await expect(asked).resolves.toBeUndefined();
  expect(looks).toEqual([]);
});
