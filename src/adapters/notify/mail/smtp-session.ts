import type { Buffer } from 'node:buffer';
import type { SecureContext } from 'node:tls';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { MAIL_FAILURES } from '../../../domain/failure/mail-failures.ts';
import type { CreateLookup } from '../create-lookup.ts';
import type { MailServer } from './mail-server.ts';
import { mailTls, openMailSocket } from './mail-socket.ts';
import { type ReplyFilter, type SmtpProblem, smtpProblem } from './smtp-problem.ts';

/**
 * The maximum time for the reply to QUIT, ms. It is short, because the mail is already accepted.
 */
const QUIT_TIMEOUT_MS = 1000;
/** The maximum size of a reply, bytes. Regular replies have a few lines. */
const MAX_REPLY_BYTES = 64 * 1024;

/** A mail server and the options of a session. */
export interface SmtpServer extends MailServer {
  /** undefined: the root certificates of Node. */
  readonly trustedRoots: SecureContext | undefined;
  readonly createLookup: CreateLookup;
  /** The name in EHLO. */
  readonly clientName: string;
  /** The timeout of nodemailer, ms. The signal aborts earlier. */
  readonly timeout: number;
  readonly filterReply: ReplyFilter;
}

/** The envelope and the message. */
export interface SmtpMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Buffer;
}

/** The credentials of a session. */
export interface SmtpLogin {
  readonly user: string;
  readonly password: string;
}

/** A refused recipient, and the cause. */
export interface RecipientRefusal extends SmtpProblem {
  readonly recipient: string;
}

/** The result of a mail. */
export interface SmtpResult {
  /** Accepted recipients; empty if the mail was not accepted. */
  readonly accepted: readonly string[];
  readonly refused: readonly RecipientRefusal[];
  /** The reply to the message. */
  readonly response: string | Failure;
}

/** Thrown because the password would be sent unencrypted. */
export class UnencryptedLoginError extends Error {}

/**
 * Sends one mail in one session. Before it returns or throws, it closes the connection.
 * @throws {UnencryptedLoginError}, nodemailer's error, or the reason of the signal
 * @see RFC 5321, RFC 3207
 */
export async function smtpSession(
  server: SmtpServer,
  login: SmtpLogin | undefined,
  { from, to, message }: SmtpMail,
  signal: AbortSignal,
): Promise<SmtpResult> {
  // Loaded with the first mail, because most installations send no mail.
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  signal.throwIfAborted();
  const { host, port, tls, trustedRoots, clientName, timeout, filterReply } = server;
  const tlsOptions = mailTls(server, trustedRoots);
  const socket = await openMailSocket(server, tlsOptions, server.createLookup(signal), signal);
  const connection = new SMTPConnection({
    host,
    port,
    name: clientName,
    connection: socket,
    // `secure`: the session uses TLS from the first byte. `secured`: `connection` has it already.
    secure: tls === 'implicit',
    secured: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    opportunisticTLS: tls === 'opportunistic',
    tls: { ...tlsOptions },
    // The signal aborts the session in time. nodemailer's default timeouts would end the session
    // earlier, or much later.
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    socketCloseTimeout: 0,
    maxResponseSize: MAX_REPLY_BYTES,
  });
  // True while QUIT can be sent.
  let isConnected = false;
  let onAbort = (): void => {};
  const ended = new Promise<never>((_, reject) => {
    const end = (reason: unknown): void => {
      isConnected = false;
      reject(reason);
    };
    connection.on('error', end);
    connection.once('end', () => end(new FailureError(MAIL_FAILURES.mail_session_closed)));
    onAbort = () => end(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  // Runs one step of the session, and fails if the session ends first.
  const step = <T>(start: (done: (error?: Error | null, value?: T) => void) => void): Promise<T> =>
    Promise.race([
      new Promise<T>((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value as T)))),
      ended,
    ]);
  try {
    await step<void>((done) => connection.connect(done));
    isConnected = true;
    if (login !== undefined) {
      if (!connection.secure && tls !== 'off') throw new UnencryptedLoginError();
      await step<boolean>((done) => connection.login({ user: login.user, pass: login.password }, done));
    }
    const sent = await step<SMTPConnectionSendInfo>((done) =>
      connection.send({ from, to: [...to], size: message.length }, message, done),
    ).catch((error: unknown) => resultOfAllRefused(error));
    const refused = (sent.rejectedErrors ?? []).map((error) => ({
      ...smtpProblem(error, filterReply),
      recipient: error.recipient ?? '',
    }));
    return { accepted: sent.accepted, refused, response: filterReply(sent.response) };
  } finally {
    if (isConnected) await quitSession(connection, ended);
    signal.removeEventListener('abort', onAbort);
    connection.close();
    socket.destroy();
  }
}

type SendResult = Pick<SMTPConnectionSendInfo, 'accepted' | 'rejectedErrors' | 'response'>;

/**
 * Returns a result in place of nodemailer's error for a mail whose recipients were all refused. The
 * result has the error of each recipient.
 * @throws the error itself if it is another error
 */
function resultOfAllRefused(error: unknown): SendResult {
  if (!(error instanceof Error) || !('rejectedErrors' in error) || !Array.isArray(error.rejectedErrors)) throw error;
  return { accepted: [], rejectedErrors: error.rejectedErrors, response: '' };
}

/** Sends QUIT, because servers log sessions that end without QUIT. */
async function quitSession(connection: { quit(): void }, ended: Promise<never>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, QUIT_TIMEOUT_MS);
  });
  connection.quit();
  await Promise.race([timedOut, ended.catch(() => undefined)]);
  clearTimeout(timer);
}
