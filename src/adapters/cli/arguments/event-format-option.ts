import { Option } from 'commander';
import type { EventFormat } from '../../../domain/event/event-format.ts';

/** Returns the option `--format` of commands that print events. */
export function eventFormatOption(byDefault: EventFormat): Option {
  return new Option('--format <format>', 'format of events')
    .choices(['line', 'classic', 'json', 'xml'] satisfies EventFormat[])
    .default(byDefault);
}
