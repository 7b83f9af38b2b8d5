import type { SmtpdStatement } from './parse-smtpd-conf.ts';
import { isKeyword, isTextWord } from './parse-smtpd-conf.ts';

/**
 * The certificate and key of a `pki` entry in smtpd.conf; listeners and relays refer to its name.
 */
export interface SmtpdPki {
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** A relay action with a client certificate. */
export interface SmtpdRelay {
  readonly action: string;
  /** The `pki` name of the client certificate, in lower case. */
  readonly pki: string;
  readonly requiresTls: boolean;
  readonly file: string;
  readonly line: number;
}

/** Returns the `pki` entries by name in lower case; combines several lines of a name. */
export function smtpdPkis(statements: readonly SmtpdStatement[]): ReadonlyMap<string, SmtpdPki> {
  const pkis = new Map<string, SmtpdPki>();
  for (const { words } of statements) {
    const [first, name, ...parameters] = words;
    if (!isKeyword(first, 'pki') || !isTextWord(name)) continue;
    let pki = pkis.get(name.text.toLowerCase()) ?? { certificate: undefined, key: undefined };
    for (let at = 0; at + 1 < parameters.length; at += 2) {
      const value = parameters[at + 1];
      if (!isTextWord(value)) continue;
      if (isKeyword(parameters[at], 'cert')) pki = { ...pki, certificate: value.text };
      if (isKeyword(parameters[at], 'key')) pki = { ...pki, key: value.text };
    }
    pkis.set(name.text.toLowerCase(), pki);
  }
  return pkis;
}

/**
 * Returns the relay action of a statement; undefined for another statement, or without a client
 * certificate.
 */
export function smtpdRelayOf({ words }: SmtpdStatement): SmtpdRelay | undefined {
  const [first, name, relay, ...options] = words;
  if (!isKeyword(first, 'action') || !isTextWord(name) || !isKeyword(relay, 'relay')) return undefined;
  const keywordIndex = options.findIndex((word) => isKeyword(word, 'pki'));
  const pki = options[keywordIndex + 1];
  if (keywordIndex < 0 || !isTextWord(pki)) return undefined;
  const requiresTls = options.some((word) => isKeyword(word, 'tls'));
  return { action: name.text, pki: pki.text.toLowerCase(), requiresTls, file: first.file, line: first.line };
}
