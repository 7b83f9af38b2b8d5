import type { StoreDefinition } from './connector.ts';

/** The name of the only store that mailcertd writes to. */
const PERSONAL_STORE = 'My';

/** Returns whether a definition is the personal store: named `My`, and its path is not a glob. */
export function isPersonalStore({ name, path }: Pick<StoreDefinition, 'name' | 'path'>): boolean {
  return name === PERSONAL_STORE && !/[*?[]/.test(path);
}
