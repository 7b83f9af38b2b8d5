/** A mail address and its display name; empty if there is none. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/**
 * Parses `alerts@contoso.com` or `mailcertd <alerts@contoso.com>`, already validated by the
 * configuration.
 */
export function readMailbox(text: string): Mailbox {
  const [, name = '', address = ''] = /^([^<]*)<([^>]*)>$/.exec(text.trim()) ?? [];
  return address === '' ? { name: '', address: text.trim() } : { name: name.trim(), address };
}
