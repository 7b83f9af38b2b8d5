import { describeError } from '../../formats/network/connection-reason.ts';
import { visible } from '../../formats/terminal/visible.ts';

/** Names of facts that are secret. */
const SECRET = /secret|passw|passphrase|token|credential|privatekeypem/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs;

/**
 * Returns the message of an error and of its causes, without repetition. A limit ends a circular
 * chain.
 */
function errorText(error: Error): string {
  const said: string[] = [describeError(error)];
  let { cause } = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth += 1) {
    const message = describeError(cause);
    if (!said.some((earlier) => earlier.includes(message))) said.push(message);
    cause = cause.cause;
  }
  return said.join(': ');
}

function plain(value: unknown): string {
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
 * Returns one line: the message, then `name=value` for each fact. It is escaped, and secrets are
 * left out.
 */
export function describeFacts(what: string, facts: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = SECRET.test(name) ? '(hidden)' : plain(value);
      return `${name}=${/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)}`;
    });
  return visible([what, ...shown].join(' ').replace(PRIVATE_KEY, '(private key hidden)'));
}
