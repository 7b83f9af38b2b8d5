import type { ClientRequest } from 'node:http';

/** What comes first of a request: what is waited for, its error, or the signal, whose reason is thrown. */
export async function firstOf<T>(asked: ClientRequest, waitedFor: Promise<T>, signal: AbortSignal): Promise<T> {
  let forget = (): void => {};
  const failed = new Promise<never>((_, reject) => {
    // Stays on: an error that comes after the end would end the process.
    asked.on('error', reject);
    const aborted = (): void => reject(signal.reason);
    signal.addEventListener('abort', aborted);
    forget = () => signal.removeEventListener('abort', aborted);
  });
  try {
    return await Promise.race([waitedFor, failed]);
  } finally {
    forget();
  }
}
