import { describeError } from '../../formats/network/connection-reason.ts';
import { visible } from '../../formats/terminal/visible.ts';

/** Matches the names of facts whose values are secret. */
const SECRET = /secret|passw|passphrase|token|credential|privatekeypem/i;
/** Matches a private key in PEM form, also if it is truncated. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs;

const MAX_CAUSES = 8;

/**
 * Returns the message of an error and of its causes, without repetition. At most 8 causes are read,
 * because a chain of causes may be circular.
 */
function errorText(error: Error): string {
  const messages: string[] = [describeError(error)];
  let { cause } = error;
  for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth += 1) {
    const causeText = describeError(cause);
    if (!messages.some((previous) => previous.includes(causeText))) messages.push(causeText);
    cause = cause.cause;
  }
  return messages.join(': ');
}

function factText(value: unknown): string {
  if (value instanceof Error) return errorText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value, (name, inner: unknown) => {
      if (SECRET.test(name)) return '(hidden)';
      if (inner instanceof Error) return errorText(inner);
      return typeof inner === 'bigint' ? String(inner) : inner;
    });
  } catch {
    return '(a value that refers to itself)';
  }
}

/**
 * Returns one line: the message, then `name=value` for each fact that is not undefined. The line is
 * escaped. `(hidden)` replaces a fact whose name is that of a secret, and private keys in PEM form
 * are hidden in all values.
 */
export function describeFacts(message: string, facts: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = SECRET.test(name) ? '(hidden)' : factText(value);
      return `${name}=${/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)}`;
    });
  return visible([message, ...pairs].join(' ').replace(PRIVATE_KEY, '(private key hidden)'));
}
