import type { TranslationBundle } from '@jupyterlab/translation';

/** A word, without the brackets and marks around it. */
const WORD = /^(["'`(]*)(.*?)(["'`),.;:!?]*)$/s;

/** What is a number, a path, a name of a file, a digest or an option, and is the same in every language. */
const VALUE = /[\d/_=\\@]|\w\.\w|^-/;

/** A sentence of the server as translators see it, `%1 changed since the snapshot`, and what stands in its places. */
export interface IServerMessage {
  key: string;
  values: string[];
}

/** Take what varies out of a sentence of the server. */
export function serverMessage(sentence: string): IServerMessage {
  const values: string[] = [];
  const key = sentence
    .split(/(\s+)/)
    .map(each => {
      const [, before = '', word = '', behind = ''] = WORD.exec(each) ?? [];
      return VALUE.test(word) ? `${before}%${values.push(word)}${behind}` : each;
    })
    .join('');
  return { key, values };
}

/** A sentence of the server in the language of the page, or in English where that has none for it. */
export function said(sentence: string, trans: TranslationBundle): string {
  const { key, values } = serverMessage(sentence);
  // eslint-disable-next-line jupyter/no-dynamic-translation -- the sentence itself is the key
  return key.trim() ? trans.__(key, ...values) : sentence;
}
