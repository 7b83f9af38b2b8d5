/** The numbers of an account. */
export interface AccountNumbers {
  readonly uid: number;
  /** Its primary group. */
  readonly gid: number;
}

/**
 * Returns the account with a name in the lines of a passwd file; undefined: none. Skips invalid
 * lines.
 * @see https://man7.org/linux/man-pages/man5/passwd.5.html
 */
export function findAccount(text: string, name: string): AccountNumbers | undefined {
  for (const line of text.split('\n')) {
    const [account, , uid, gid] = line.split(':', 4);
    if (account === name && isNumber(uid) && isNumber(gid)) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/**
 * Returns the groups in the lines of a group file that list an account as a member. Its primary
 * group need not be one of them.
 * @see https://man7.org/linux/man-pages/man5/group.5.html
 */
export function groupsNaming(text: string, name: string): readonly number[] {
  const groups: number[] = [];
  for (const line of text.split('\n')) {
    const [, , gid, members] = line.split(':', 4);
    if (isNumber(gid) && members?.split(',').includes(name)) groups.push(Number(gid));
  }
  return groups;
}

/**
 * Returns the names by number in passwd or group lines. The first name of a number counts, as in
 * the system.
 */
export function namesByNumber(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name = '', , number] = line.split(':', 3);
    if (name !== '' && isNumber(number) && !names.has(Number(number))) names.set(Number(number), name);
  }
  return names;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
