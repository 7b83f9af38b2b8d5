import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery, OpenParts } from '../../../domain/alert/delivery.ts';
import type { FilterSettings, MailSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
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
  /** In the language of the notifier. */
  text(alert: Alert): MailText;
}

/**
 * Sends each alert to a mail server as one mail. Temporarily refused recipients are retried without
 * the others. The outcome names permanently refused recipients, which count as a failure only if no
 * recipient was accepted.
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

  async deliver({ parts }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const { timeout, passwordFile } = this.#options;
    const requestText = `mail to ${this.#server.displayedUrl}`;
    const secret = passwordFile === undefined ? undefined : await readSecret(passwordFile, 'the password');
    if (secret !== undefined && 'outcome' in secret) return secret.outcome;
    // nodemailer needs a string. The buffer of the file is overwritten.
    const login = { user: this.#options.user ?? '', password: secret?.secret.toString('utf8') ?? '' };
    secret?.secret.fill(0);
    const secrets = secret === undefined ? [] : passwordForms(login);
    using limit = new AttemptLimit(timeout, signal);
    try {
      return await this.#send(parts, alert, secret === undefined ? undefined : login, {
        lineOf: (text) => `${requestText}: ${redactedLine(text, secrets)}`,
        signal: limit.signal,
      });
    } catch (error) {
      if (limit.isTimedOut) return retryOutcome('timed_out', `${requestText}: not finished in ${timeout / 1000} s`);
      if (limit.signal.aborted) return retryOutcome('connection_lost', `${requestText}: canceled`);
      if (error instanceof UnencryptedLoginError) {
        const what = 'STARTTLS is not offered, and a password is only sent unencrypted with starttls: off';
        return retryOutcome('starttls_not_offered', `${requestText}: ${what}`);
      }
      const { reason, detail, isFinal } = smtpProblem(error as Error, replyFilterFor(secret !== undefined));
      const detailText = `${requestText}: ${redactedLine(detail, secrets)}`;
      return isFinal
        ? { kind: 'rejected', reason, detail: detailText, disable: false }
        : retryOutcome(reason, detailText);
    }
  }

  async #send(
    parts: OpenParts | undefined,
    alert: Alert,
    login: SmtpLogin | undefined,
    { lineOf, signal }: { readonly lineOf: (text: string) => string; readonly signal: AbortSignal },
  ): Promise<Outcome> {
    const { caFile, timeout } = this.#options;
    const { isVerified } = this.#server;
    let trustedRoots: Awaited<ReturnType<TrustedRoots['context']>>;
    try {
      trustedRoots = isVerified ? await this.#dependencies.trustedRoots.context(caFile) : undefined;
    } catch (error) {
      return retryOutcome(
        'certificate_not_trusted',
        `mail to ${this.#server.displayedUrl}: ${(error as Error).message}`,
      );
    }
    const from = readMailbox(this.#options.from);
    const all = this.#options.to.map(readMailbox);
    const openRecipients = all
      .map(({ address }) => address)
      .filter((address) => parts?.done.includes(address) !== true);
    const to = openRecipients.filter((address) => parts?.only?.includes(address) ?? true);
    const waitingRecipients = openRecipients.filter((address) => !to.includes(address));
    // Nothing is sent: every open recipient waits for an earlier mail, or no recipient is open.
    if (to.length === 0) return outcomeOfMail({ accepted: [], refused: [], response: '' }, waitingRecipients, lineOf);
    const message = await mailMessage(alert, { from, to: all }, this.#dependencies.text(alert));
    const result = await smtpSession(
      {
        ...this.#server,
        trustedRoots,
        createLookup: this.#dependencies.createLookup,
        clientName: alert.computer,
        timeout,
        filterReply: replyFilterFor(login !== undefined),
      },
      login,
      { from: from.address, to, message },
      signal,
    );
    return outcomeOfMail(result, waitingRecipients, lineOf);
  }
}

/**
 * Returns only the codes of replies after a password was sent, because a server can return it in a
 * form that no redaction recognizes.
 */
function replyFilterFor(isPasswordSent: boolean): ReplyFilter {
  return isPasswordSent ? replyCodes : (reply) => reply;
}

/**
 * Returns the forms in which a server may return the password.
 * @see RFC 4616
 */
function passwordForms({ user, password }: SmtpLogin): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${user}\0${password}`)];
}
