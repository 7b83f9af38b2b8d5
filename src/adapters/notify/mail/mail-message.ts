import { Buffer } from 'node:buffer';
import type { Alert } from '../../../domain/alert/alert.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { mailThread } from './mail-thread.ts';
import type { Mailbox } from './mailbox.ts';

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
