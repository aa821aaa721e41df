import { blake3 } from '@noble/hashes/blake3.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * Where Python's `str.splitlines` ends a line.
 *
 * Source: The Python Standard Library, `str.splitlines`.
 */

const LINE_END = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;

/** Python's idea of white space, which is JavaScript's without the byte order mark and with a few separators. */
const TRAILING = /[\t\n\v\f\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

const OURS = /^%(load_ext\s+jupyter_repro|repro\b.*)$/;

/** Digest of a cell's source, the same as `jupyter_repro.notebooks.source_digests.source_digest` makes. */
export function sourceDigest(source: string): string {
  const lines = source.replace(TRAILING, '').split(LINE_END);
  const text = lines.map(line => line.replace(TRAILING, '')).join('\n');
  return `blake3:${bytesToHex(blake3(encoded(text)))}`;
}

/** Whether a cell has something to verify: it is neither empty nor holds only our own magics. */
export function counts(source: string): boolean {
  const lines = source
    .split('\n')
    .map(line => line.trim())
    .filter(line => line);
  return lines.some(line => !OURS.test(line));
}

/** UTF-8, with a lone surrogate as Python's `backslashreplace` writes it. */
function encoded(text: string): Uint8Array {
  const escaped = text.replace(/\p{Surrogate}/gu, lone => `\\u${lone.charCodeAt(0).toString(16)}`);
  return new TextEncoder().encode(escaped);
}
