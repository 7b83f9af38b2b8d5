import type { SmtpdStatement } from './parse-smtpd-conf.ts';
import { isKeyword, isTextWord } from './parse-smtpd-conf.ts';
import type { SmtpdWord } from './smtpd-words.ts';

/** A `listen on` line. */
export interface SmtpdListener {
  /** The name of an interface, an address, or a host name. */
  readonly on: string;
  readonly family: 'inet4' | 'inet6' | undefined;
  /** A number, or a service name; undefined: the default. */
  readonly port: string | undefined;
  readonly tls: 'none' | 'starttls' | 'starttls-required' | 'implicit';
  /** Names in order; the first is the default for unknown SNI names. */
  readonly pki: readonly string[];
  readonly hostname: string | undefined;
  /** True: only a proxy that announces each client can connect. */
  readonly usesProxyProtocol: boolean;
  readonly file: string;
  readonly line: number;
  /** Unknown words. */
  readonly unknown: readonly string[];
}

/** Options with a value, and options that may have none. */
const VALUED: ReadonlySet<string> = new Set(['filter', 'ciphers', 'protocols', 'ca', 'tag', 'hostnames', 'senders']);
const FLAGS: ReadonlySet<string> = new Set([
  'auth',
  'auth-optional',
  'mask-src',
  'masquerade',
  'no-dsn',
  'received-auth',
  'verify',
]);

interface ListenerOptions {
  family?: 'inet4' | 'inet6';
  port?: string;
  tls?: SmtpdListener['tls'];
  hostname?: string;
  usesProxyProtocol?: boolean;
  readonly pki: string[];
  readonly unknown: string[];
}

const TLS: Readonly<Record<string, SmtpdListener['tls']>> = {
  tls: 'starttls',
  'tls-require': 'starttls-required',
  smtps: 'implicit',
};

/** Processes an option. Returns the number of its words. */
function take(words: readonly SmtpdWord[], at: number, options: ListenerOptions): number {
  const word = words[at];
  const value = words[at + 1];
  if (word === undefined) return 1;
  // Part of an inline table.
  if (word.kind === 'punctuation') return 1;
  const { text } = word;
  const tls = Object.hasOwn(TLS, text) ? TLS[text] : undefined;
  if (word.kind === 'quoted') options.unknown.push(text);
  else if (tls !== undefined) options.tls = tls;
  else if (text === 'proxy-v2') options.usesProxyProtocol = true;
  else if (text === 'inet4' || text === 'inet6') options.family = text;
  else if (isTextWord(value) && text === 'port') {
    options.port = value.text;
    return 2;
  } else if (isTextWord(value) && text === 'hostname') {
    options.hostname = value.text;
    return 2;
  } else if (isTextWord(value) && text === 'pki') {
    options.pki.push(value.text.toLowerCase());
    return 2;
  } else if (VALUED.has(text)) return isTextWord(value) ? 2 : 1;
  else if (!FLAGS.has(text)) options.unknown.push(text);
  return 1;
}

/** Removes inline tables with their contents. */
function withoutTables(words: readonly SmtpdWord[]): readonly SmtpdWord[] {
  let depth = 0;
  return words.filter((word) => {
    const [opens, closes] =
      word.kind === 'punctuation' ? ['{<'.includes(word.text), '}>'.includes(word.text)] : [false, false];
    if (opens) depth += 1;
    const isOutside = depth === 0;
    if (closes) depth = Math.max(0, depth - 1);
    return isOutside;
  });
}

/**
 * Returns the listener of a statement; undefined: another statement, or the local socket, which
 * offers no TLS.
 */
export function smtpdListenerOf({ words }: SmtpdStatement): SmtpdListener | undefined {
  const [first, on, target, ...options] = withoutTables(words);
  if (first === undefined || !isKeyword(first, 'listen') || !isKeyword(on, 'on') || !isTextWord(target))
    return undefined;
  if (isKeyword(target, 'socket')) return undefined;
  const found: ListenerOptions = { pki: [], unknown: [] };
  for (let at = 0; at < options.length; ) at += take(options, at, found);
  const { family, port, tls = 'none', hostname, usesProxyProtocol = false, pki, unknown } = found;
  const { file, line } = first;
  return { on: target.text, family, port, tls, pki, hostname, usesProxyProtocol, file, line, unknown };
}
