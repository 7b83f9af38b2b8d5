import * as z from 'zod';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { describeWrongType } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
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
      input === null
        ? undefined
        : new DescribedFailures(describeWrongType('trust', input, CONFIGURATION_FAILURES.a_trust_source)),
  },
);

/** The schema of `trust`. */
export const trust: z.ZodArray<z.ZodType<WrittenTrust>> = z.array(anchor);
