import * as z from 'zod';
import { SYSLOG_FACILITIES, type SyslogFacility } from '../../../domain/event/syslog-facility.ts';
import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { describeNoValue, describeWrongWord } from './describe-issue.ts';
import { DescribedFailures } from './described-failures.ts';
import { readSyslogAddress, SYSLOG_ADDRESS_FORM } from './syslog-address.ts';
import { textSchema } from './text-schema.ts';
import * as value from './value-schemas.ts';
import type { WrittenLog } from './written-configuration.ts';

const OUTPUT_TYPES = ['console', 'file', 'syslog', 'journal'] as const;
const FORMATS = ['line', 'classic', 'json', 'xml'] as const;
/** The formats of one line. A syslog message cannot contain the lines of the classic format. */
const SYSLOG_FORMATS = ['line', 'json', 'xml'] as const;
const FACILITIES = Object.keys(SYSLOG_FACILITIES) as readonly SyslogFacility[];

function typeOf<T extends (typeof OUTPUT_TYPES)[number]>(word: T): z.ZodLiteral<T> {
  return z.literal(word).meta({
    description: '`console`, `file`, `syslog`, or `journal` (the systemd journal, with separate fields).',
  });
}

const FORMAT_DESCRIPTION =
  'Format of records: `line`, `classic` (as the Event Viewer shows them), `json` or `xml`. For `syslog`, it is the format of the text after the structured data, and `classic` is not valid. `journal` has no format.';

const format = z.enum(FORMATS).default('line').meta({ description: FORMAT_DESCRIPTION });

/** The schema of an item of `logs`; `type` determines its keys. */
export const logOutput: z.ZodType<WrittenLog> = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: typeOf('console'), format }),
    z.strictObject({
      type: typeOf('file'),
      format,
      path: textSchema(CONFIGURATION_FAILURES.a_log_path, value.readPath).meta({
        description: 'For `file`: path of the file.',
      }),
      maxSize: value.size.prefault('10MB').meta({ description: 'For `file`: the file is rotated at this size.' }),
      keep: z.int().min(0).max(1000).default(5).meta({
        description: 'For `file`: number of rotated files to keep.',
      }),
    }),
    z.strictObject({
      type: typeOf('syslog'),
      format: z.enum(SYSLOG_FORMATS).default('line').meta({ description: FORMAT_DESCRIPTION }),
      address: textSchema(CONFIGURATION_FAILURES.an_address({ example: SYSLOG_ADDRESS_FORM }), readSyslogAddress).meta({
        description: 'For `syslog`: `udp://HOST:514`, `tcp://HOST:514` or `tls://HOST:6514`.',
      }),
      facility: z
        .enum(FACILITIES)
        .default('daemon')
        .meta({ description: 'For `syslog`: `user`, `mail`, `daemon`, `auth`, or `local0` to `local7`.' }),
      caFile: value.path.exactOptional().meta({
        description:
          'For `syslog` over `tls`: file with the trusted CA certificates. Default: the CA certificates of the system.',
      }),
    }),
    z.strictObject({ type: typeOf('journal') }),
  ],
  {
    error: ({ code, input }) =>
      code === 'invalid_union' ? new DescribedFailures(describeOutputType(input)) : undefined,
  },
);

function describeOutputType(input: unknown): Failure {
  const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
  return type === null ? describeNoValue('type') : describeWrongWord('type', type, OUTPUT_TYPES);
}
