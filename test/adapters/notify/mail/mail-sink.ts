import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type MadeCertificate, makeCertificate } from '../../../fixtures/make-certificate.ts';

const DAY = 86_400_000;

/**
 * The behavior of the sink. A string is its response; undefined: it accepts; 'nothing': it never
 * responds.
 */
export interface SinkHabits {
  readonly recipient?: (address: string) => string | undefined;
  readonly sender?: string;
  readonly data?: string | 'nothing';
  readonly login?: (user: string, password: string) => string | undefined;
}

export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The received message, without dot-stuffing. */
  readonly source: string;
  readonly secure: boolean;
  readonly clientName: string;
}

/** A mail server that keeps its mail. */
export interface MailSink extends AsyncDisposable {
  readonly port: number;
  /** The CA of its certificate, PEM. */
  readonly ca: string;
  readonly mails: SunkMail[];
  habits: SinkHabits;
}

/** Returns an answer for smtp-server to send: `550 5.1.1 unknown`. */
function refusal(answer: string): Error {
  const [, code = '550', text = ''] = /^(\d{3}) (.*)$/s.exec(answer) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

/** Returns a certificate for `names`, with its new CA. */
export function certified(...names: readonly [string, ...string[]]): {
  readonly ca: MadeCertificate;
  readonly leaf: MadeCertificate;
} {
  const [notBefore, notAfter] = [Date.now() - DAY, Date.now() + DAY];
  const ca = makeCertificate({ commonName: 'Contoso CA', isCa: true, notBefore, notAfter });
  return { ca, leaf: makeCertificate({ commonName: names[0], dnsNames: names, issuer: ca, notBefore, notAfter }) };
}

/** Starts a mail server on 127.0.0.1, by default with a certificate for `localhost`. */
export async function openMailSink(options: SMTPServerOptions = {}, name = 'localhost'): Promise<MailSink> {
  const { ca, leaf } = certified(name);
  const mails: SunkMail[] = [];
  const sink = { habits: {} as SinkHabits };
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 10,
    key: leaf.privateKeyPem,
    cert: leaf.certificatePem,
    onAuth: ({ username, password }, _session, done) => {
      const answer = sink.habits.login?.(username ?? '', password ?? '');
      if (answer === undefined) done(null, { user: username ?? '' });
      else done(refusal(answer));
    },
    onMailFrom: (_address, _session, done) =>
      done(sink.habits.sender === undefined ? null : refusal(sink.habits.sender)),
    onRcptTo: ({ address }, _session, done) => {
      const answer = sink.habits.recipient?.(address);
      done(answer === undefined ? null : refusal(answer));
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(pieces).toString('utf8'),
          secure: session.secure,
          clientName: String(session.hostNameAppearsAs),
        });
        const { data } = sink.habits;
        if (data === 'nothing') return;
        done(data === undefined ? null : refusal(data), 'queued as 4F1');
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return Object.assign(sink, {
    port: (listening.address() as AddressInfo).port,
    ca: ca.certificatePem,
    mails,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/**
 * Returns the unfolded value of a header field; undefined: it does not exist.
 * @throws if it exists twice
 */
export function header(source: string, name: string): string | undefined {
  const [head = ''] = source.split('\r\n\r\n');
  const fields = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const found = fields.filter((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  if (found.length > 1) throw new Error(`${name} is there ${found.length} times`);
  return found[0]?.slice(name.length + 1).trim();
}
