import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery, OpenParts } from '../../../domain/alert/delivery.ts';
import type { FilterSettings, MailSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
import { messageOf } from '../../../domain/failure/message-of.ts';
import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import { AttemptLimit } from '../attempt-limit.ts';
import type { CreateLookup } from '../create-lookup.ts';
import { readSecret } from '../read-secret.ts';
import { redactedLine } from '../redacted-line.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { TrustedRoots } from '../trusted-roots.ts';
import { type MailText, mailMessage } from './mail-message.ts';
import { type MailServer, readMailServer } from './mail-server.ts';
import { readMailbox } from './mailbox.ts';
import { outcomeOfMail } from './outcome-of-mail.ts';
import { replyCodes } from './reply-codes.ts';
import { type ReplyFilter, smtpProblem } from './smtp-problem.ts';
import { type SmtpLogin, smtpSession, UnencryptedLoginError } from './smtp-session.ts';

/** The settings that the notifier uses. */
export type MailOptions = Omit<MailSettings, 'type' | keyof UnverifiedConsent | keyof FilterSettings>;

/** The dependencies of the notifier. */
export interface MailDependencies {
  readonly trustedRoots: TrustedRoots;
  readonly createLookup: CreateLookup;
  /** Returns the text of an alert in the language of the notifier. */
  text(alert: Alert): MailText;
}

/**
 * Sends each alert to a mail server as one mail. A retry is sent only to the recipients that the
 * server refused temporarily. The outcome names permanently refused recipients, which count as a
 * failure only if the server accepted no recipient.
 */
export class MailNotifier implements Notifier {
  readonly name: string;
  readonly #options: MailOptions;
  readonly #dependencies: MailDependencies;
  readonly #server: MailServer;

  constructor(options: MailOptions, dependencies: MailDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
    this.#server = readMailServer(options.server, options.starttls);
  }

  /**
   * Sends the mail. `parts` has the addresses of recipients that an earlier attempt has finished,
   * and of those that need not wait for an earlier mail.
   */
  async deliver({ parts }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const { timeout, passwordFile } = this.#options;
    const requestText = `mail to ${this.#server.hostAndPort}`;
    let login: SmtpLogin | undefined;
    if (passwordFile !== undefined) {
      const passwordOrOutcome = await readSecret(passwordFile, SECRET_FAILURES.the_password);
      if ('outcome' in passwordOrOutcome) return passwordOrOutcome.outcome;
      // nodemailer needs a string, so only the buffer of the file can be overwritten.
      login = { user: this.#options.user ?? '', password: passwordOrOutcome.secret.toString('utf8') };
      passwordOrOutcome.secret.fill(0);
    }
    const secrets = login === undefined ? [] : passwordForms(login);
    const lineOf = (text: string): string => `${requestText}: ${redactedLine(text, secrets)}`;
    using limit = new AttemptLimit(timeout, signal);
    try {
      return await this.#send(parts, alert, login, lineOf, limit.signal);
    } catch (error) {
      if (limit.isTimedOut) return retryOutcome('timed_out', `${requestText}: not finished in ${timeout / 1000} s`);
      if (limit.signal.aborted) return retryOutcome('connection_lost', `${requestText}: canceled`);
      if (error instanceof UnencryptedLoginError) {
        const cause = 'STARTTLS is not offered, and a password is only sent unencrypted with starttls: off';
        return retryOutcome('starttls_not_offered', `${requestText}: ${cause}`);
      }
      const { reason, detail, isFinal } = smtpProblem(error as Error, replyFilterFor(login));
      return isFinal
        ? { kind: 'rejected', reason, detail: lineOf(detail), disable: false }
        : retryOutcome(reason, lineOf(detail));
    }
  }

  async #send(
    parts: OpenParts | undefined,
    alert: Alert,
    login: SmtpLogin | undefined,
    lineOf: (text: string) => string,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { caFile, timeout } = this.#options;
    const { isVerified } = this.#server;
    let trustedRoots: Awaited<ReturnType<TrustedRoots['context']>>;
    try {
      trustedRoots = isVerified ? await this.#dependencies.trustedRoots.context(caFile) : undefined;
    } catch (error) {
      return retryOutcome('certificate_not_trusted', `mail to ${this.#server.hostAndPort}: ${messageOf(error)}`);
    }
    const from = readMailbox(this.#options.from);
    const allRecipients = this.#options.to.map(readMailbox);
    // The recipients that no earlier attempt has finished.
    const openRecipients = allRecipients
      .map(({ address }) => address)
      .filter((address) => parts?.finished.includes(address) !== true);
    const to = openRecipients.filter((address) => parts?.allowed === undefined || parts.allowed.includes(address));
    const waitingRecipients = openRecipients.filter((address) => !to.includes(address));
    const others = { waitingRecipients, isPartlyDelivered: parts?.isPartlyDelivered === true };
    // Every open recipient waits for an earlier mail, or no recipient is open. Nothing is sent.
    if (to.length === 0) return outcomeOfMail({ accepted: [], refused: [], response: '' }, others, lineOf);
    const message = await mailMessage(alert, { from, to: allRecipients }, this.#dependencies.text(alert));
    const result = await smtpSession(
      {
        ...this.#server,
        trustedRoots,
        createLookup: this.#dependencies.createLookup,
        clientName: alert.computer,
        timeout,
        filterReply: replyFilterFor(login),
      },
      login,
      { from: from.address, to, message },
      signal,
    );
    return outcomeOfMail(result, others, lineOf);
  }
}

/**
 * Returns the filter for the server's replies. With a login, only reply codes are kept: a server
 * can return the password in a form that no redaction recognizes.
 */
function replyFilterFor(login: SmtpLogin | undefined): ReplyFilter {
  return login === undefined ? (reply) => reply : replyCodes;
}

/**
 * Returns the forms in which a server may return the password.
 * @see RFC 4616
 */
function passwordForms({ user, password }: SmtpLogin): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${user}\0${password}`)];
}
