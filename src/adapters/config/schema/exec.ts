import * as z from 'zod';
import { command } from './command.ts';
import { tellingKeys, typeOf } from './telling-keys.ts';
import * as value from './value-schemas.ts';
import type { WrittenExec } from './written-notifier.ts';

/** Programs that are run with each alert. */
export const exec: z.ZodType<WrittenExec> & z.core.$ZodTypeDiscriminable = z.strictObject({
  type: typeOf('exec'),
  ...tellingKeys,
  directory: value.path.exactOptional().meta({
    description: 'For `exec`: a folder; every executable file in it is run, in order of name.',
  }),
  command: command('[/usr/local/bin/page, --team, mail]').exactOptional().meta({
    description:
      'For `exec`, in place of `directory`: one program with its arguments, as a list; no shell reads it, and it is not looked for by `PATH`.',
  }),
});
