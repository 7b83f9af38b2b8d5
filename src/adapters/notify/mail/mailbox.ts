/** A mail address, and the name before it; empty where there is none. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Reads `alerts@contoso.com` or `mailcertd <alerts@contoso.com>`, as the configuration has checked it. */
export function readMailbox(text: string): Mailbox {
  const [, name = '', address = ''] = /^([^<]*)<([^>]*)>$/.exec(text.trim()) ?? [];
  return address === '' ? { name: '', address: text.trim() } : { name: name.trim(), address };
}
