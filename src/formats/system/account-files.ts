/** The user ID and primary group ID of an account. */
export interface AccountIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Returns the account with a name in the text of a passwd file; undefined if there is none. Skips
 * invalid lines.
 * @see https://man7.org/linux/man-pages/man5/passwd.5.html
 */
export function findAccount(text: string, name: string): AccountIds | undefined {
  for (const line of text.split('\n')) {
    const [account, _password, uid, gid] = line.split(':', 4);
    if (account === name && isId(uid) && isId(gid)) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/**
 * Returns the IDs of the groups in a group file that list an account as a member. The primary group
 * of the account need not be listed.
 * @see https://man7.org/linux/man-pages/man5/group.5.html
 */
export function groupIdsOfMember(text: string, name: string): readonly number[] {
  const groups: number[] = [];
  for (const line of text.split('\n')) {
    const [_name, _password, gid, members] = line.split(':', 4);
    if (isId(gid) && members?.split(',').includes(name)) groups.push(Number(gid));
  }
  return groups;
}

/**
 * Returns the names by ID in the text of a passwd or group file. If an ID has several names, the
 * first is used, as in the system.
 */
export function namesById(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name = '', _password, id] = line.split(':', 3);
    if (name !== '' && isId(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
