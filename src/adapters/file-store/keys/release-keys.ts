import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Keys that are opened within it are released in one go, ms. */
const RELEASED_WITHIN_MS = 100;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;
let isDue = false;

/**
 * Has private keys that are no longer used overwritten soon. OpenSSL overwrites a key when it is freed, and node:crypto frees
 * it when its object is collected, which nothing else brings about: an idle process may not collect for hours. What was used
 * a moment ago is young, and collecting the young takes some milliseconds however much there is.
 */
export function releaseKeysSoon(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    collect ??= collector();
    collect({ type: 'minor' });
  }, RELEASED_WITHIN_MS).unref();
}

/** What `--expose-gc` gives; given to nobody else. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const exposed: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return exposed;
}
