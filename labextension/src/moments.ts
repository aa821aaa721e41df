import type { TranslationBundle } from '@jupyterlab/translation';

/** Seconds of each unit, the largest first. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
];

/** How long ago a time stamp was: `3 minutes ago`, `yesterday`. */
export function whenWords(stamp: string, trans: TranslationBundle, now = Date.now()): string {
  const seconds = (now - Date.parse(stamp)) / 1000;
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? [];
  if (!unit || !length) {
    return trans.__('just now');
  }
  const formatter = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  return formatter.format(-Math.floor(seconds / length), unit);
}

/** A time stamp as the reader writes dates; empty for none. */
export function exactWords(stamp: string): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium' } as const;
  return stamp && new Intl.DateTimeFormat(language(), format).format(new Date(stamp));
}

/** That the page is in. */
function language(): string {
  return typeof document === 'undefined' ? 'en' : document.documentElement.lang || 'en';
}
