import * as z from 'zod';
import { describeWrongType } from './describe-issue.ts';
import * as value from './value-schemas.ts';
import type { WrittenTrust } from './written-configuration.ts';

const anchor = z.union(
  [
    z.literal('system'),
    z.strictObject({
      enterprise: value.path.meta({ description: "A file or directory with the enterprise's CA certificates." }),
    }),
  ],
  {
    error: ({ input }) =>
      input === null ? undefined : describeWrongType('trust', input, 'system or { enterprise: PATH }'),
  },
);

/** The schema of `trust`. */
export const trust: z.ZodArray<z.ZodType<WrittenTrust>> = z.array(anchor);
