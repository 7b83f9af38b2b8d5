import { messagesPage } from './messages-page.ts';

// The arguments are the languages to print; without arguments, all are printed.
const locales = process.argv.slice(2);
for (const locale of ['en', 'ja'] as const) {
  if (locales.length === 0 || locales.includes(locale)) process.stdout.write(messagesPage(locale));
}
