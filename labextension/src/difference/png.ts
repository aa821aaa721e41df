/** Pictures of a verdict: only what surely is a PNG becomes an address, since outputs are not to be trusted. */

export interface IPicture {
  /** A `data:` address. */
  url: string;
  /** In pixels. */
  width: number;
  height: number;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Base64 of the signature and of the first chunk, which has the size. */
const HEAD = 32;

/** The picture of a base64 text; null for what is none. */
export function pictureOf(base64: string): IPicture | null {
  if (base64.length % 4 || !BASE64.test(base64)) {
    return null;
  }
  const head = atob(base64.slice(0, HEAD));
  if (!head.startsWith(SIGNATURE) || head.length < 24) {
    return null;
  }
  const width = number(head, 16);
  const height = number(head, 20);
  const url = `data:image/png;base64,${base64}`;
  return width && height ? { url, width, height } : null;
}

/** Four bytes, the highest first. */
function number(bytes: string, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 256 + bytes.charCodeAt(at + index), 0);
}
