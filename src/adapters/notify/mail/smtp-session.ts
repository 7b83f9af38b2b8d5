import type { Buffer } from 'node:buffer';
import type { SecureContext } from 'node:tls';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { ResolveHost } from '../resolve-host.ts';
import type { MailServer } from './mail-server.ts';
import { mailTls, openMailSocket } from './mail-socket.ts';
import { type LastReply, type SmtpProblem, smtpProblem } from './smtp-problem.ts';

/** How long the server may take to answer QUIT, ms: the mail is its own by then. */
const FAREWELL_MS = 1000;
/** An answer of a server is a line or some; this is a flood, octets. */
const LONGEST_ANSWER = 64 * 1024;

export interface SmtpServer extends MailServer {
  /** undefined: what Node brings along. */
  readonly trusted: SecureContext | undefined;
  readonly lookUp: ResolveHost;
  /** Who it says it is. */
  readonly clientName: string;
  /** Beyond it nodemailer gives up; the signal ends it sooner, ms. */
  readonly timeout: number;
  readonly kept: LastReply;
}

export interface SmtpMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Buffer;
}

export interface SmtpLogin {
  readonly user: string;
  readonly password: string;
}

/** A recipient whom the server did not take, and why. */
export interface RecipientRefusal extends SmtpProblem {
  readonly recipient: string;
}

/** What the server made of a mail. */
export interface SmtpResult {
  /** Who was taken; nobody: the mail was not handed over. */
  readonly accepted: readonly string[];
  readonly refused: readonly RecipientRefusal[];
  /** What it said when it had the mail. */
  readonly response: string;
}

/** The password would have gone over the line for everyone to read. */
export class UnencryptedLoginError extends Error {}

/**
 * One session that hands one mail over. Nothing is left open, and nothing goes on after it has settled.
 * @throws nodemailer's error, `UnencryptedLoginError`, or the signal's reason
 * @see RFC 5321, RFC 3207
 */
export async function smtpSession(
  server: SmtpServer,
  login: SmtpLogin | undefined,
  { from, to, message }: SmtpMail,
  signal: AbortSignal,
): Promise<SmtpResult> {
  // Loaded with the first mail: most installations send none.
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  signal.throwIfAborted();
  const { host, port, tls, trusted, clientName, timeout, kept } = server;
  const judged = mailTls(server, trusted);
  const socket = await openMailSocket(server, judged, server.lookUp(signal), signal);
  const connection = new SMTPConnection({
    host,
    port,
    name: clientName,
    connection: socket,
    secure: tls === 'implicit',
    secured: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    opportunisticTLS: tls === 'opportunistic',
    tls: { ...judged },
    // The signal is the deadline: nodemailer's own would come first, or much later.
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    socketCloseTimeout: 0,
    maxResponseSize: LONGEST_ANSWER,
  });
  let isUp = false;
  let callOff = (): void => {};
  const ended = new Promise<never>((_, reject) => {
    const end = (why: unknown): void => {
      isUp = false;
      reject(why);
    };
    connection.on('error', end);
    connection.once('end', () => end(new Error('the server closed the connection')));
    callOff = () => end(signal.reason);
    signal.addEventListener('abort', callOff);
  });
  const step = <T>(take: (done: (error?: Error | null, value?: T) => void) => void): Promise<T> =>
    Promise.race([
      new Promise<T>((resolve, reject) => take((error, value) => (error ? reject(error) : resolve(value as T)))),
      ended,
    ]);
  try {
    await step<void>((done) => connection.connect(done));
    isUp = true;
    if (login !== undefined) {
      if (!connection.secure && tls !== 'off') throw new UnencryptedLoginError();
      await step<boolean>((done) => connection.login({ user: login.user, pass: login.password }, done));
    }
    const sent = await step<SMTPConnectionSendInfo>((done) =>
      connection.send({ from, to: [...to], size: message.length }, message, done),
    ).catch((error: unknown) => allRefused(error));
    const refused = (sent.rejectedErrors ?? []).map((error) => ({
      ...smtpProblem(error, kept),
      recipient: error.recipient ?? '',
    }));
    return { accepted: sent.accepted, refused, response: kept(sent.response) };
  } finally {
    if (isUp) await farewell(connection, ended);
    signal.removeEventListener('abort', callOff);
    connection.close();
    socket.destroy();
  }
}

type Refused = Pick<SMTPConnectionSendInfo, 'accepted' | 'rejectedErrors' | 'response'>;

/** That nobody was taken is an answer; each may have been refused for a reason of its own. @throws what is no such thing */
function allRefused(error: unknown): Refused {
  if (!(error instanceof Error) || !('rejectedErrors' in error) || !Array.isArray(error.rejectedErrors)) throw error;
  return { accepted: [], rejectedErrors: error.rejectedErrors, response: '' };
}

/** Servers note who leaves without a word. */
async function farewell(connection: { quit(): void }, ended: Promise<never>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL_MS);
  });
  connection.quit();
  await Promise.race([patience, ended.catch(() => undefined)]);
  clearTimeout(timer);
}
