import type { ClientRequest } from 'node:http';

/**
 * Returns the result of `result`, unless the request fails or the signal aborts first. Throws
 * the error of the request or the reason of the signal.
 */
export async function resultUnlessFailed<T>(
  clientRequest: ClientRequest,
  result: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let removeListener = (): void => {};
  const failed = new Promise<never>((_, reject) => {
    // Not removed: a later error without a listener would end the process.
    clientRequest.on('error', reject);
    const aborted = (): void => reject(signal.reason);
    signal.addEventListener('abort', aborted);
    removeListener = () => signal.removeEventListener('abort', aborted);
  });
  try {
    return await Promise.race([result, failed]);
  } finally {
    removeListener();
  }
}
