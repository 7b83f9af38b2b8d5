import { createHmac } from 'node:crypto';

/** A message to sign. */
export interface SignedWebhook {
  /** The same in every retry; without a dot. */
  readonly id: string;
  /** Unix seconds of this attempt: receivers reject a message that is older than some minutes. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * Returns the value of `webhook-signature`: one signature for each key, so that a receiver accepts
 * the message during a key rotation.
 * @see https://www.standardwebhooks.com, Symmetric (HMAC-SHA256)
 */
export function signWebhook({ id, timestamp, body }: SignedWebhook, keys: readonly Uint8Array[]): string {
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`)
    .join(' ');
}
