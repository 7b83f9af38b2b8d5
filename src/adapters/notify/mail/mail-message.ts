import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Alert } from '../../../domain/alert/alert.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * The maximum number of conditions in the header References. More conditions would make the header
 * many kilobytes long.
 */
const MAX_REFERENCES = 50;

/** The IDs of a mail and its thread, with angle brackets. */
interface MailThread {
  /** The same at every attempt of a delivery. */
  readonly messageId: string;
  /** One ID per condition; empty if no event of the alert has a condition. */
  readonly references: readonly string[];
}

/**
 * Returns a hash that replaces a text in a Message-ID, because IDs and computer names may have
 * characters that are invalid there.
 */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Returns the IDs of a mail. All mails about a condition form one thread: they refer to the ID of a
 * message that was never sent, which is derived from the condition. The ID of the first mail is
 * therefore not stored, and a lost mail does not break the thread.
 * @see RFC 5322 section 3.6.4
 */
function mailThread({ alertId, computer, records }: Alert): MailThread {
  const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(computer) ? computer : digest(computer);
  const conditions = new Set(records.flatMap(({ conditionId }) => conditionId ?? []));
  return {
    messageId: `<alert.${digest(alertId)}@${host}>`,
    references: [...conditions].slice(0, MAX_REFERENCES).map((id) => `<condition.${digest(id)}@${host}>`),
  };
}

/** The maximum length of a subject, characters. Mail programs show no longer subjects. */
const MAX_SUBJECT_CHARACTERS = 300;

/** The text of a mail, in the language of its notifier. */
export interface MailText {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** A complete document without external resources; names are escaped. */
  readonly html: string;
}

/** The sender and the recipients. */
export interface MailParties {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
}

/** Returns a printable, truncated subject. Surrogate pairs are not split. */
function truncatedSubject(subject: string): string {
  const characters = [...visible(subject)];
  return characters.length > MAX_SUBJECT_CHARACTERS
    ? `${characters.slice(0, MAX_SUBJECT_CHARACTERS).join('')}…`
    : characters.join('');
}

/** A header that nodemailer folds, but does not encode. */
interface PreparedHeader {
  readonly prepared: true;
  readonly foldLines: true;
  readonly value: string;
}

/**
 * Matches a subject that needs no encoding: printable ASCII without encoded words (`=?`). It has no
 * repeated spaces either, because folding could leave a line with only a space.
 */
const PLAIN_SUBJECT = /^(?!.*(?: {2}|=\?))[\x20-\x7e]+$/;

/**
 * Returns the subject header. A plain subject is folded and not encoded: nodemailer would encode
 * every subject with a quotation mark.
 * @see RFC 5322 section 2.2.3
 */
function subjectHeader(subject: string): Readonly<Record<'Subject', string | PreparedHeader>> {
  return PLAIN_SUBJECT.test(subject)
    ? { Subject: { prepared: true, foldLines: true, value: subject } }
    : { Subject: subject };
}

/**
 * Renders an alert as a mail for the SMTP command DATA, in plain text and HTML. Every attempt has
 * the same date and Message-ID. The headers suppress automatic replies.
 * @see RFC 5322
 * @see RFC 3834 section 5, Auto-Submitted
 */
export async function mailMessage(alert: Alert, { from, to }: MailParties, mailText: MailText): Promise<Buffer> {
  // Loaded with the first mail, because most installations send no mail.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { messageId, references } = mailThread(alert);
  const [parent] = references;
  const composer = new MailComposer({
    from,
    to: [...to],
    text: mailText.text,
    html: mailText.html,
    date: new Date(alert.createdAt),
    messageId,
    ...(parent === undefined ? {} : { inReplyTo: parent, references: [...references] }),
    headers: {
      ...subjectHeader(truncatedSubject(mailText.subject)),
      'Auto-Submitted': 'auto-generated',
      // The header that Exchange supports.
      'X-Auto-Response-Suppress': 'All',
      'X-Mailcertd-Event-ID': String(alert.eventId),
      'X-Mailcertd-State': alert.state,
      'X-Mailcertd-Level': alert.level,
      'X-Mailcertd-Alert-ID': visible(alert.alertId),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return Buffer.from(await composer.compile().build());
}
