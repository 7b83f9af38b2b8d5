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
  /** @property error the cause and the number of the secret, never its content */
  | { readonly kind: 'invalid'; readonly error: string };

/**
 * Parses a file of Standard Webhooks secrets: `whsec_` and base64, separated by white space.
 * Several secrets are used during a key rotation. No key is stored in a string, which could not be
 * overwritten.
 */
export function parseWebhookSecrets(bytes: Buffer): WebhookSecrets {
  const keys: Buffer[] = [];
  const invalid = (error: string): WebhookSecrets => {
    for (const key of keys) key.fill(0);
    return { kind: 'invalid', error };
  };
  for (const [index, word] of splitWords(bytes).entries()) {
    const secretName = `secret ${index + 1}`;
    if (index === MAX_SECRETS) return invalid(`there are more than ${MAX_SECRETS} secrets`);
    if (!word.subarray(0, PREFIX.length).equals(Buffer.from(PREFIX))) {
      return invalid(`${secretName} does not begin with ${PREFIX}`);
    }
    const key = decodeBase64Bytes(word.subarray(PREFIX.length));
    if (key === undefined) return invalid(`${secretName} is not valid base64 after ${PREFIX}`);
    keys.push(key);
    if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
      return invalid(
        `${secretName} is ${key.length} bytes long, but must have ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES}: openssl rand -base64 32`,
      );
    }
  }
  return keys.length === 0 ? { kind: 'invalid', error: 'it contains no secret' } : { kind: 'parsed', keys };
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
