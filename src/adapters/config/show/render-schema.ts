import * as z from 'zod';
import { schema } from '../schema/schema.ts';

/**
 * Returns the JSON Schema of the configuration file, for editors. It has the keys, types, allowed
 * words and defaults, but no other checks, for example of cron expressions and duplicate names.
 * @see https://json-schema.org/draft/2020-12
 */
export function renderSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'mailcertd.yaml', ...rest }, null, 2)}\n`;
}
