import { PROBE_PORTS, PROBE_PROTOCOLS, type ProbeProtocol } from '../../../domain/connector/probe-target.ts';
import { type ProbeUrlError, parseProbeUrl, type ServerAddress } from '../../../formats/network/probe-url.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { UsageError } from '../../../work/errors.ts';

/**
 * The port for message submission, which also uses SMTP.
 * @see RFC 6409
 */
const SUBMISSION_PORT = 587;

/** An IPv6 address without brackets. */
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i;

const EXAMPLES = 'smtp://mx.example.com:25, imaps://mail.example.com, smtp://[2001:db8::1]:2525';

/** The error in a URL. An unknown protocol has a text of its own. */
const URL_ERRORS: Readonly<Record<Exclude<ProbeUrlError, 'protocol'>, readonly [english: string, japanese: string]>> = {
  form: [
    `not a server; give a host or a URL, for example ${EXAMPLES}`,
    `サーバーの指定ではありません。ホスト名か ${EXAMPLES} のように指定してください`,
  ],
  user: [
    'a probe does not log in; remove the user name and password',
    'ログインは行いません。ユーザー名とパスワードは指定しないでください',
  ],
  host: ['the host is invalid', 'ホストの指定が正しくありません'],
  'port-missing': [
    'tls has no default port; add one, for example tls://mail.example.com:5061',
    'tls には既定のポートがないため、tls://mail.example.com:5061 のように指定してください',
  ],
  port: ['the port must be between 1 and 65535', 'ポートは 1 から 65535 の範囲で指定してください'],
  more: ['text after the server and its port', 'サーバーとポートの後に余分な文字があります'],
};

/**
 * Parses a server: a URL, or a host name or IP address with or without port. Without a protocol,
 * the port determines it. Returns undefined for a word without dot and colon, which can only name a
 * connector (except `localhost`).
 * @throws {UsageError} if the word is invalid
 */
export function parseServer(word: string): ServerAddress | undefined {
  const isUrl = word.includes('://');
  if (!isUrl && word !== 'localhost' && !/[.:]/.test(word)) return undefined;
  const parsed = parseProbeUrl(isUrl ? word : `smtp://${BARE_IPV6.test(word) ? `[${word}]` : word}`);
  if (parsed.kind === 'invalid') return refuseServer(word, parsed.error);
  const { server } = parsed;
  return isUrl ? server : { ...server, protocol: usualProtocol(server.port) };
}

function refuseServer(word: string, error: ProbeUrlError): never {
  const printedWord = withoutPassword(word);
  if (error === 'protocol') {
    const [protocol = ''] = word.split(':', 1);
    const similarProtocol = findNearest(protocol, PROBE_PROTOCOLS);
    const supported = PROBE_PROTOCOLS.join(', ');
    throw new UsageError(
      `cannot probe "${printedWord}": protocol ${protocol} is not supported; ${similarProtocol === undefined ? `supported: ${supported}` : `did you mean ${similarProtocol}?`}`,
      `「${printedWord}」への接続確認: プロトコル ${protocol} には対応していません。${similarProtocol === undefined ? `対応プロトコル: ${supported}` : `もしかして: ${similarProtocol}`}`,
    );
  }
  const [english, japanese] = URL_ERRORS[error];
  throw new UsageError(`cannot probe "${printedWord}": ${english}`, `「${printedWord}」への接続確認: ${japanese}`);
}

/** Returns the word with `…` for a user and password. */
function withoutPassword(word: string): string {
  return word.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@');
}

/** Returns the usual protocol of a port; SMTP for a port without one. */
function usualProtocol(port: number): ProbeProtocol {
  if (port === SUBMISSION_PORT) return 'smtp';
  const usual = Object.entries(PROBE_PORTS).find(([, known]) => known === port)?.[0];
  return PROBE_PROTOCOLS.find((protocol) => protocol === usual) ?? 'smtp';
}
