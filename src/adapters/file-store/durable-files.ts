import { lchown, open } from 'node:fs/promises';

/** Who what is written shall belong to. */
export interface Ownership {
  readonly userId: number;
  readonly groupId: number;
}

/** Writes a new file that has its mode and its owner before it has its content, and survives a power cut. Rejects with the system's error. */
export async function writeDurably(path: string, content: string, mode: number, owner: Ownership): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    if (!isOwn(owner)) await file.chown(owner.userId, owner.groupId);
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes what was created, renamed or removed in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Gives a folder or a link to its owner. */
export async function giveTo(path: string, owner: Ownership): Promise<void> {
  if (!isOwn(owner)) await lchown(path, owner.userId, owner.groupId);
}

/** Whether this process creates files that way by itself; only root may do otherwise. */
function isOwn({ userId, groupId }: Ownership): boolean {
  return process.geteuid?.() === userId && process.getegid?.() === groupId;
}
