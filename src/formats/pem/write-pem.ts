/** A line of base64. @see RFC 7468 section 2 */
const LINE = /.{1,64}/g;

/** Writes one PEM block with a line end. */
export function writePem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(LINE) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}
