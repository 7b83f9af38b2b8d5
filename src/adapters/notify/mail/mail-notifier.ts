import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery, OpenParts } from '../../../domain/alert/delivery.ts';
import type { FilterSettings, MailSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { MAIL_FAILURES } from '../../../domain/failure/mail-failures.ts';
import { SECRET_FAILURES } from '../../../domain/failure/secret-failures.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import { AttemptLimit } from '../attempt-limit.ts';
import type { CreateLookup } from '../create-lookup.ts';
import { readSecret } from '../read-secret.ts';
import { redactedCause } from '../redacted-line.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { TrustedRoots } from '../trusted-roots.ts';
import { type MailText, mailMessage } from './mail-message.ts';
import { type MailServer, readMailServer } from './mail-server.ts';
import { readMailbox } from './mailbox.ts';
import { type MailResult, outcomeOfMail } from './outcome-of-mail.ts';
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
    let login: SmtpLogin | undefined;
    if (passwordFile !== undefined) {
      const passwordOrOutcome = await readSecret(passwordFile, SECRET_FAILURES.the_password);
      if ('outcome' in passwordOrOutcome) return passwordOrOutcome.outcome;
      // nodemailer needs a string, so only the buffer of the file can be overwritten.
      login = { user: this.#options.user ?? '', password: passwordOrOutcome.secret.toString('utf8') };
      passwordOrOutcome.secret.fill(0);
    }
    const secrets = login === undefined ? [] : passwordForms(login);
    const resultOf: MailResult = (cause) =>
      MAIL_FAILURES.mail_result({ server: this.#server.hostAndPort, result: redactedCause(cause, secrets) });
    using limit = new AttemptLimit(timeout, signal);
    try {
      return await this.#send(parts, alert, login, resultOf, limit.signal);
    } catch (error) {
      if (limit.isTimedOut)
        return retryOutcome('timed_out', resultOf(MAIL_FAILURES.mail_not_finished({ seconds: timeout / 1000 })));
      if (limit.signal.aborted) return retryOutcome('connection_lost', resultOf(MAIL_FAILURES.mail_canceled));
      if (error instanceof UnencryptedLoginError)
        return retryOutcome('starttls_not_offered', resultOf(MAIL_FAILURES.mail_login_not_encrypted));
      const { reason, cause, isFinal } = smtpProblem(error as Error, replyFilterFor(login));
      return isFinal
        ? { kind: 'rejected', reason, failure: resultOf(cause), disable: false }
        : retryOutcome(reason, resultOf(cause));
    }
  }

  async #send(
    parts: OpenParts | undefined,
    alert: Alert,
    login: SmtpLogin | undefined,
    resultOf: MailResult,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { caFile, timeout } = this.#options;
    const { isVerified } = this.#server;
    let trustedRoots: Awaited<ReturnType<TrustedRoots['context']>>;
    try {
      trustedRoots = isVerified ? await this.#dependencies.trustedRoots.context(caFile) : undefined;
    } catch (error) {
      const { hostAndPort: server } = this.#server;
      return retryOutcome('certificate_not_trusted', MAIL_FAILURES.mail_result({ server, result: causeOf(error) }));
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
    if (to.length === 0) return outcomeOfMail({ accepted: [], refused: [], response: '' }, others, resultOf);
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
    return outcomeOfMail(result, others, resultOf);
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
