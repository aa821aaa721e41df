/** A remedy, taken apart for a page. */
export interface IRemedyParts {
  words: string;
  /** To be typed; empty where there is none. */
  command: string;
}

/** Begins the command of which a button does the same. */
export const SNAPSHOT = 'jupyter repro snapshot ';

const COMMAND = /^(.*?)(?:,? with)?: ((?:jupyter|pip|uv) .+)$/s;

/** The words of a remedy, and the command at its end. */
export function remedyParts(remedy: string): IRemedyParts {
  const [, words, command] = COMMAND.exec(remedy) ?? [];
  return command === undefined ? { words: remedy, command: '' } : { words: words ?? '', command };
}
