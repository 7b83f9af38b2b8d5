import type { FileHistory } from '../../../domain/observation/memory.ts';

/**
 * Returns the location of a file history that an earlier version stored only as text, `path#block`;
 * undefined for any other text.
 */
export function parseOldLocation(text: string): FileHistory['location'] | undefined {
  const { path, block } = /^(?<path>.*)#(?<block>\d+)$/s.exec(text)?.groups ?? {};
  return path === undefined || block === undefined ? undefined : { path, block: Number(block) };
}
