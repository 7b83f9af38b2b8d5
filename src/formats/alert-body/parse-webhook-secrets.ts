import type { Failure } from '../../domain/failure/failure.ts';
import { SECRET_FAILURES } from '../../domain/failure/secret-failures.ts';
import { decodeBase64Bytes } from '../pem/decode-base64-bytes.ts';

const PREFIX = 'whsec_';
/** The length of a key, bytes. @see https://www.standardwebhooks.com, Signature scheme */
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
/** The maximum number of secrets in a file; a key rotation needs two. */
const MAX_SECRETS = 8;

/** The result of parsing a file of secrets. */
export type WebhookSecrets =
  /** At least one key; the caller overwrites the keys after use. */
  | { readonly kind: 'parsed'; readonly keys: readonly Buffer[] }
  /** @property failure the cause and the number of the secret, never its content */
  | { readonly kind: 'invalid'; readonly failure: Failure };

/**
 * Parses a file of Standard Webhooks secrets: `whsec_` and base64, separated by white space.
 * Several secrets are used during a key rotation. No key is stored in a string, which could not be
 * overwritten.
 */
export function parseWebhookSecrets(bytes: Buffer): WebhookSecrets {
  const keys: Buffer[] = [];
  const invalid = (failure: Failure): WebhookSecrets => {
    for (const key of keys) key.fill(0);
    return { kind: 'invalid', failure };
  };
  for (const [index, word] of splitWords(bytes).entries()) {
    const number = index + 1;
    if (index === MAX_SECRETS) return invalid(SECRET_FAILURES.secrets_too_many({ limit: MAX_SECRETS }));
    if (!word.subarray(0, PREFIX.length).equals(Buffer.from(PREFIX))) {
      return invalid(SECRET_FAILURES.secret_without_prefix({ number, prefix: PREFIX }));
    }
    const key = decodeBase64Bytes(word.subarray(PREFIX.length));
    if (key === undefined) return invalid(SECRET_FAILURES.secret_not_base64({ number, prefix: PREFIX }));
    keys.push(key);
    if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
      const [minimum, maximum] = [MIN_KEY_BYTES, MAX_KEY_BYTES];
      return invalid(SECRET_FAILURES.secret_length_wrong({ number, length: key.length, minimum, maximum }));
    }
  }
  return keys.length === 0 ? { kind: 'invalid', failure: SECRET_FAILURES.secrets_missing } : { kind: 'parsed', keys };
}

/** Returns views of the words between white space. */
function splitWords(bytes: Buffer): readonly Buffer[] {
  const words: Buffer[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && (bytes[at] ?? 0) > 0x20) continue;
    if (at > start) words.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return words;
}
