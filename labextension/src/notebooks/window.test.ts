import { ROW_HEIGHT, scrolledTo, steady, windowAt } from './window';

test('nodes are made of few of many rows, and of all that can be seen until there are others', () => {
  for (let scrolled = 0; scrolled < 990 * ROW_HEIGHT; scrolled += 13) {
    const { from, to } = windowAt(steady(scrolled), 700, 1000);
    expect(from * ROW_HEIGHT).toBeLessThanOrEqual(scrolled);
    expect(to * ROW_HEIGHT).toBeGreaterThanOrEqual(Math.min(scrolled + 700, 1000 * ROW_HEIGHT));
    expect(to - from).toBeLessThan(70);
  }
});

test('where there are fewer rows than before, those are shown', () => {
  expect(windowAt(900 * ROW_HEIGHT, 700, 3)).toEqual({ from: 0, to: 3 });
  expect(windowAt(0, 700, 0)).toEqual({ from: 0, to: 0 });
});

test('it is scrolled no further than a row needs to be seen', () => {
  expect(scrolledTo(5, 0, 280)).toBe(0);
  expect(scrolledTo(10, 0, 280)).toBe(ROW_HEIGHT);
  expect(scrolledTo(2, 280, 280)).toBe(2 * ROW_HEIGHT);
});
