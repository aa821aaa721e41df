/** Let work go on that nobody waits for; what it fails with is seen in the console of the page, and is not lost. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    console.error('jupyter-repro:', error);
  });
}
