import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Alert } from '../../../domain/alert/alert.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Mailbox } from './mailbox.ts';

/** Of how many conditions a mail says that it belongs to their threads; more would be a header of many kilobytes. */
const MOST_THREADS = 50;

/** What names a mail and its thread, angle brackets included. */
interface MailThread {
  /** The same at every attempt of one delivery. */
  readonly messageId: string;
  /** The thread of each condition that is told of; empty where nothing of it has a duration. */
  readonly references: readonly string[];
}

/** Ids come from the ledger, and of a computer's name nothing is known here: what an address may not have, it has not. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * That a condition was raised, went on and is over is one thread: each of its mails refers to one message that was never sent,
 * named by the condition. So nothing need be remembered of the first mail, and a lost one tears no thread.
 * @see RFC 5322 section 3.6.4
 */
function mailThread({ alertId, computer, records }: Alert): MailThread {
  const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(computer) ? computer : digest(computer);
  const conditions = new Set(records.flatMap(({ conditionId }) => conditionId ?? []));
  return {
    messageId: `<alert.${digest(alertId)}@${host}>`,
    references: [...conditions].slice(0, MOST_THREADS).map((id) => `<condition.${digest(id)}@${host}>`),
  };
}

/** Beyond this, mail programs show nothing of a subject, characters. */
const LONGEST_SUBJECT = 300;

/** What a mail says, in the language of its notifier. */
export interface MailText {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** A whole document that loads nothing from elsewhere; names in it are escaped. */
  readonly html: string;
}

/** Who writes to whom. */
export interface MailParties {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
}

/** Cut between characters. */
function oneSubject(subject: string): string {
  const characters = [...visible(subject)];
  return characters.length > LONGEST_SUBJECT
    ? `${characters.slice(0, LONGEST_SUBJECT).join('')}…`
    : characters.join('');
}

interface PreparedHeader {
  readonly prepared: true;
  readonly foldLines: true;
  readonly value: string;
}

/** Without a run of spaces, which a fold could leave alone on a line, and nothing that reads as an encoded word. */
const PLAIN_SUBJECT = /^(?!.*(?: {2}|=\?))[\x20-\x7e]+$/;

/** What is plain goes out as it is, folded: nodemailer would encode every quotation mark. @see RFC 5322 section 2.2.3 */
function subjectHeader(subject: string): Readonly<Record<'Subject', string | PreparedHeader>> {
  return PLAIN_SUBJECT.test(subject)
    ? { Subject: { prepared: true, foldLines: true, value: subject } }
    : { Subject: subject };
}

/**
 * An alert as a mail, ready for DATA: plain text, and the same as HTML. Its date and its Message-ID are the alert's, at
 * every attempt. Answering machines are told to keep still.
 * @see RFC 5322
 * @see RFC 3834 section 5, Auto-Submitted
 */
export async function mailMessage(alert: Alert, { from, to }: MailParties, said: MailText): Promise<Buffer> {
  // Loaded when the first mail is written: most installations write none.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { messageId, references } = mailThread(alert);
  const [parent] = references;
  const composer = new MailComposer({
    from,
    to: [...to],
    text: said.text,
    html: said.html,
    date: new Date(alert.createdAt),
    messageId,
    ...(parent === undefined ? {} : { inReplyTo: parent, references: [...references] }),
    headers: {
      ...subjectHeader(oneSubject(said.subject)),
      'Auto-Submitted': 'auto-generated',
      // What Exchange heeds, besides.
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
