import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The delay before keys are released, ms. All keys opened in this time are released together. */
const RELEASE_DELAY_MS = 100;

type CollectGarbage = (options: { readonly type: 'minor' }) => void;

let collectGarbage: CollectGarbage | undefined;

let isScheduled = false;

/**
 * Schedules a garbage collection, so that unused private keys are overwritten. OpenSSL overwrites a
 * key when it is freed, and node:crypto frees a key when its object is collected. Without this
 * call, an idle process may not collect garbage for hours. The key objects were created at most 100
 * ms before, so a minor collection reaches them. It takes some milliseconds for any heap size.
 */
export function scheduleKeyRelease(): void {
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    collectGarbage ??= garbageCollector();
    collectGarbage({ type: 'minor' });
  }, RELEASE_DELAY_MS).unref();
}

/** Returns the function of `--expose-gc` without exposing it to other code. */
function garbageCollector(): CollectGarbage {
  setFlagsFromString('--expose-gc');
  const exposed: CollectGarbage = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return exposed;
}
