import { readFileSync } from 'node:fs';

/** Version in package.json, which is two directories above the built file. */
export const VERSION: string = String(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
);
