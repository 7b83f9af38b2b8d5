import * as z from 'zod';
import { schema } from '../schema/schema.ts';

/**
 * The JSON Schema of the configuration file, for editors. It knows keys, types, words and defaults; what only reading finds
 * out (cron expressions, names that stand twice) it does not know.
 * @see https://json-schema.org/draft/2020-12
 */
export function renderSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'mailcertd.yaml', ...rest }, null, 2)}\n`;
}
