import type { SmtpdStatement } from './parse-smtpd-conf.ts';
import { isKeyword, isTextWord } from './parse-smtpd-conf.ts';
import type { SmtpdWord } from './smtpd-words.ts';

/** A `listen on` line. */
export interface SmtpdListener {
  /** The name of an interface, an address, or a host name. */
  readonly on: string;
  readonly family: 'inet4' | 'inet6' | undefined;
  /** A number or a service name; undefined for the default port. */
  readonly port: string | undefined;
  readonly tls: 'none' | 'starttls' | 'starttls-required' | 'implicit';
  /** The names of `pki` entries in order; the first is the default for unknown SNI names. */
  readonly pki: readonly string[];
  readonly hostname: string | undefined;
  /** True if the port expects the PROXY protocol, so that only a proxy can connect. */
  readonly usesProxyProtocol: boolean;
  readonly file: string;
  readonly line: number;
  /** Unknown words. */
  readonly unknown: readonly string[];
}

/** Options that are not evaluated: with a value, and without. */
const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  'filter',
  'ciphers',
  'protocols',
  'ca',
  'tag',
  'hostnames',
  'senders',
]);
const OPTIONS_WITHOUT_VALUE: ReadonlySet<string> = new Set([
  'auth',
  'auth-optional',
  'mask-src',
  'masquerade',
  'no-dsn',
  'received-auth',
  'verify',
]);

/** The options of a listener, which are filled in one after the other. */
interface ListenerOptions {
  family?: 'inet4' | 'inet6';
  port?: string;
  tls?: SmtpdListener['tls'];
  hostname?: string;
  usesProxyProtocol?: boolean;
  readonly pki: string[];
  readonly unknown: string[];
}

/** The values of `tls` by keyword. */
const TLS_MODES: Readonly<Record<string, SmtpdListener['tls']>> = {
  tls: 'starttls',
  'tls-require': 'starttls-required',
  smtps: 'implicit',
};

/** Adds the option at an index to `options`. Returns the number of its words. */
function addOption(words: readonly SmtpdWord[], index: number, options: ListenerOptions): number {
  const word = words[index];
  const value = words[index + 1];
  if (word === undefined) return 1;
  // A comma, or a bracket without its opening one. Tables were removed before.
  if (word.kind === 'punctuation') return 1;
  const { text } = word;
  const tls = Object.hasOwn(TLS_MODES, text) ? TLS_MODES[text] : undefined;
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
  } else if (OPTIONS_WITH_VALUE.has(text)) return isTextWord(value) ? 2 : 1;
  else if (!OPTIONS_WITHOUT_VALUE.has(text)) options.unknown.push(text);
  return 1;
}

/** Removes inline tables (`{ a, b }`) and names of tables (`<a>`). */
function removeInlineTables(words: readonly SmtpdWord[]): readonly SmtpdWord[] {
  let depth = 0;
  return words.filter((word) => {
    const character = word.kind === 'punctuation' ? word.text : undefined;
    if (character === '{' || character === '<') depth += 1;
    const isOutside = depth === 0;
    if (character === '}' || character === '>') depth = Math.max(0, depth - 1);
    return isOutside;
  });
}

/**
 * Returns the listener of a statement; undefined for another statement, and for the local socket,
 * which offers no TLS.
 */
export function smtpdListenerOf({ words }: SmtpdStatement): SmtpdListener | undefined {
  const [first, on, target, ...options] = removeInlineTables(words);
  if (first === undefined || !isKeyword(first, 'listen') || !isKeyword(on, 'on') || !isTextWord(target))
    return undefined;
  if (isKeyword(target, 'socket')) return undefined;
  const parsed: ListenerOptions = { pki: [], unknown: [] };
  for (let index = 0; index < options.length; ) index += addOption(options, index, parsed);
  const { family, port, tls = 'none', hostname, usesProxyProtocol = false, pki, unknown } = parsed;
  const { file, line } = first;
  return { on: target.text, family, port, tls, pki, hostname, usesProxyProtocol, file, line, unknown };
}
