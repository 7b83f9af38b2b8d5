/** What the kernel knows an account by. */
export interface AccountNumbers {
  readonly uid: number;
  /** Its own group. */
  readonly gid: number;
}

/**
 * The account of that name in passwd lines; undefined when there is none. Lines that are no such lines are passed over.
 * @see https://man7.org/linux/man-pages/man5/passwd.5.html
 */
export function findAccount(lines: string, name: string): AccountNumbers | undefined {
  for (const line of lines.split('\n')) {
    const [own, , uid, gid] = line.split(':', 4);
    if (own === name && isNumber(uid) && isNumber(gid)) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/**
 * The groups that name an account as a member, in group lines; its own group need not be among them.
 * @see https://man7.org/linux/man-pages/man5/group.5.html
 */
export function groupsNaming(lines: string, name: string): readonly number[] {
  const groups: number[] = [];
  for (const line of lines.split('\n')) {
    const [, , gid, members] = line.split(':', 4);
    if (isNumber(gid) && members?.split(',').includes(name)) groups.push(Number(gid));
  }
  return groups;
}

/** The names by number in passwd or group lines; of several with one number the first, as the system answers. */
export function namesByNumber(lines: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of lines.split('\n')) {
    const [name = '', , number] = line.split(':', 3);
    if (name !== '' && isNumber(number) && !names.has(Number(number))) names.set(Number(number), name);
  }
  return names;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
