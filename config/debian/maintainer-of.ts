/** A name, then an address in angle brackets: `mailcertd authors <maintainers@mailcertd.example>`. */
const NAME_AND_ADDRESS = /^(.*?)\s*<([^<>]+)>/;

/**
 * Returns the maintainer in the control file and in the changelog, as `name <address>`: DEBFULLNAME
 * and DEBEMAIL as for the tools of Debian, or else the author in package.json.
 * @param author `name <address>`
 * @see https://manpages.debian.org/debchange.1
 */
export function maintainerOf(environment: Readonly<Record<string, string | undefined>>, author: string): string {
  const [, authorName = '', authorAddress = ''] = NAME_AND_ADDRESS.exec(author) ?? [];
  const { DEBEMAIL: email = '', DEBFULLNAME: fullName } = environment;
  // DEBEMAIL may contain the name too.
  const [, emailName = '', address = email] = NAME_AND_ADDRESS.exec(email) ?? [];
  return `${fullName || emailName || authorName} <${address || authorAddress}>`;
}
