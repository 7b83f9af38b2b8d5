/**
 * Loads the parts of nodemailer that send a mail. Root calls this before it becomes another
 * account, which may not be able to read the program.
 */
export async function loadNodemailer(): Promise<void> {
  await Promise.all([import('nodemailer/lib/mail-composer'), import('nodemailer/lib/smtp-connection')]);
}
