import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from './file-trouble.ts';

/** How often the place itself is looked at, ms. */
const EVERY_MS = 1000;

/**
 * Calls `changed` when a path begins to lead elsewhere: no watch sees a folder that is removed and made again, a link
 * above it that is re-pointed, or a permission that is given back. Never keeps the process alive.
 */
export function watchRoot(path: string, changed: () => void): Disposable {
  // At once: what happens from here on is a change.
  let last = stateNow(path);
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const now = await stat(path).then(stateOf, stateOfFailure);
    isLooking = false;
    if (now !== last) changed();
    last = now;
  };
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function stateNow(path: string): string {
  try {
    return stateOf(statSync(path));
  } catch (error) {
    return stateOfFailure(error);
  }
}

function stateOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, mode, size, mtimeMs, ctimeMs].join(' ');
}

function stateOfFailure(error: unknown): string {
  return errorCode(error) ?? 'unknown';
}
