import { closeSync, openSync } from 'node:fs';

/** Opens a file or directory. Disposing of the result closes it. */
export function openDisposable(
  path: string,
  flags: number,
  mode?: number,
): Disposable & { readonly descriptor: number } {
  const descriptor = openSync(path, flags, mode);
  return { descriptor, [Symbol.dispose]: () => closeSync(descriptor) };
}
