/** The maximum number of lines; real files have some dozen. */
const MAX_LINES = 2000;

/**
 * Returns the `fullchain` file of a lineage (certbot's word for a certificate and its renewals)
 * from its `renewal/NAME.conf`; undefined if no absolute path is set before the first section.
 * @see https://eff-certbot.readthedocs.io/en/stable/using.html#modifying-the-renewal-configuration-of-existing-certificates
 */
export function parseCertbotLineage(text: string): string | undefined {
  for (const line of text.split(/\r?\n/, MAX_LINES)) {
    if (/^\s*\[/.test(line)) return undefined;
    const [, value = ''] = /^\s*fullchain\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const path = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
    if (path.startsWith('/')) return path;
  }
  return undefined;
}
