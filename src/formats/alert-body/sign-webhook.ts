import { createHmac } from 'node:crypto';

/** A message as it goes out. */
export interface SignedWebhook {
  /** The same at every retry; without a dot. */
  readonly id: string;
  /** Unix seconds, of this attempt: receivers refuse what is older than some minutes. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The value of `webhook-signature`: one for each key, so that a receiver finds its own while keys are changed.
 * @see https://www.standardwebhooks.com, Symmetric (HMAC-SHA256)
 */
export function signWebhook({ id, timestamp, body }: SignedWebhook, keys: readonly Uint8Array[]): string {
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`)
    .join(' ');
}
