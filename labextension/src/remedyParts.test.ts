import { remedyParts } from './remedyParts';

describe('a remedy', () => {
  it('ends with the command that works as it stands', () => {
    expect(
      remedyParts("restore it from git's commit 1a2b with: jupyter repro restore a.ipynb --data")
    ).toEqual({
      words: "restore it from git's commit 1a2b",
      command: 'jupyter repro restore a.ipynb --data'
    });
  });

  it('may have none', () => {
    expect(remedyParts('set TZ as it was')).toEqual({ words: 'set TZ as it was', command: '' });
  });
});
