import type { StoreDefinition } from './connector.ts';

/** The name of the one store that is written to. */
const PERSONAL_STORE = 'My';

/** Whether a definition is the store that is written to: named My, and a folder, not a glob. */
export function isPersonalStore({ name, path }: Pick<StoreDefinition, 'name' | 'path'>): boolean {
  return name === PERSONAL_STORE && !/[*?[]/.test(path);
}
