import { stat } from 'node:fs/promises';
import { errorCode } from './file-trouble.ts';

/** How often the place itself is looked at, ms. */
const EVERY_MS = 1000;

/**
 * Calls `changed` when a path begins to lead elsewhere: no watch sees a folder that is removed and made again, a link
 * above it that is re-pointed, or a permission that is given back. Never keeps the process alive.
 */
export function watchRoot(path: string, changed: () => void): Disposable {
  let last: string | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const now = await stateOf(path);
    isLooking = false;
    if (last !== undefined && now !== last) changed();
    last = now;
  };
  void look();
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

async function stateOf(path: string): Promise<string> {
  try {
    const { dev, ino, mode, size, mtimeMs, ctimeMs } = await stat(path);
    return [dev, ino, mode, size, mtimeMs, ctimeMs].join(' ');
  } catch (error) {
    return errorCode(error) ?? 'unknown';
  }
}
