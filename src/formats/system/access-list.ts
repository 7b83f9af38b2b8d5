/**
 * The entries of a POSIX access control list. Rights are the octal digit of a mode: 4 read, 2
 * write, 1 execute or search.
 */
export interface AccessList {
  /** The rights of single accounts, by user ID. */
  readonly users: ReadonlyMap<number, number>;
  /** The rights of the owning group. */
  readonly owningGroup: number;
  /** The rights of other groups, by group ID. */
  readonly groups: ReadonlyMap<number, number>;
  /** The maximum rights of all entries except the owner's and those of others; 7 without a mask. */
  readonly mask: number;
  readonly others: number;
}

/** The maximum length of a line, characters; output of getfacl is never longer. */
const MAX_LINE_CHARACTERS = 65_536;

/**
 * Parses the output of `getfacl -p -n`, by path. Skips default entries, which grant no rights on
 * the file itself.
 * @see https://man7.org/linux/man-pages/man1/getfacl.1.html
 */
export function parseAccessLists(text: string): ReadonlyMap<string, AccessList> {
  const lists = new Map<string, AccessList>();
  for (const part of text.split('\n\n')) {
    const lines = part.split('\n');
    const [firstLine = ''] = lines;
    if (!firstLine.startsWith('# file: ') || firstLine.length > MAX_LINE_CHARACTERS) continue;
    lists.set(decodePath(firstLine.slice('# file: '.length)), parseEntries(lines));
  }
  return lists;
}

function parseEntries(lines: readonly string[]): AccessList {
  const users = new Map<number, number>();
  const groups = new Map<number, number>();
  let owningGroup = 0;
  let mask = 7;
  let others = 0;
  for (const line of lines) {
    const [, kind = '', id = '', rights = ''] = /^(user|group|mask|other):(\d*):([r-][w-][x-])/.exec(line) ?? [];
    if (kind === 'user' && id !== '') users.set(Number(id), parseRights(rights));
    else if (kind === 'group' && id === '') owningGroup = parseRights(rights);
    else if (kind === 'group') groups.set(Number(id), parseRights(rights));
    else if (kind === 'mask') mask = parseRights(rights);
    else if (kind === 'other') others = parseRights(rights);
  }
  return { users, owningGroup, groups, mask, others };
}

function parseRights([read, write, execute]: string): number {
  return (read === 'r' ? 4 : 0) + (write === 'w' ? 2 : 0) + (execute === 'x' ? 1 : 0);
}

/**
 * Decodes a path. A backslash is doubled, and a control byte is a backslash with three octal
 * digits.
 */
function decodePath(text: string): string {
  if (!text.includes('\\')) return text;
  const latin = Buffer.from(text, 'utf8').toString('latin1');
  const plain = latin.replace(/\\(\\|[0-3][0-7]{2})/g, (_, code: string) =>
    code === '\\' ? code : String.fromCharCode(Number.parseInt(code, 8)),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}
