/**
 * Loads the parts of nodemailer that send a mail. A process of root calls this function before it
 * becomes another account, which may not be able to read the program files.
 */
export async function loadNodemailer(): Promise<void> {
  await Promise.all([import('nodemailer/lib/mail-composer'), import('nodemailer/lib/smtp-connection')]);
}
