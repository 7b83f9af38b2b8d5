import { type Command, Option } from 'commander';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { MINUTE } from '../../../domain/time.ts';
import { parseSpan, parseTimeout } from '../../../formats/filter/time-arguments.ts';
import { formatOption } from '../arguments/format-option.ts';
import { InvalidValueError } from '../arguments/invalid-value-error.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { CONNECTORS_HELP } from '../text/help/connectors-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { PROBE_FAILURES } from '../text/probe-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import type { ProbeCommandOptions } from './probe-server.ts';
import type { ProbeNowOptions } from './probe-through-daemon.ts';

/** Adds `mailcertd connectors probe`. */
export function addConnectorsProbe(connectors: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CONNECTORS_HELP, locale).probe;
  const optionHelp = inLanguage(OPTION_HELP, locale);
  connectors
    .command('probe')
    .description(help.description)
    .argument('[server...]', help.server)
    .option('--now', help.now)
    .addOption(new Option('--wait <duration>', help.wait).argParser(parseTimeout(10 * MINUTE)).default(MINUTE, '1m'))
    .option('--name <name>', help.name, parseName)
    .option('--all-key-types', help.allKeyTypes)
    .addOption(new Option('--timeout <duration>', help.timeout).argParser(parseTimeout(10 * MINUTE)))
    .addOption(formatOption(['text', 'json'], locale))
    .option('--check', help.check)
    .addOption(limitOption('-w, --warning <duration>', optionHelp.warning))
    .addOption(limitOption('-c, --critical <duration>', optionHelp.critical))
    .action(
      async (words: readonly string[], options: ProbeCommandOptions & ProbeNowOptions & { readonly now?: true }) => {
        if (options.now === true) {
          refuseProbeOptions(options);
          const { probeThroughDaemon } = await import('./probe-through-daemon.ts');
          return probeThroughDaemon(words, options, invocation);
        }
        const { checkServer, showServer } = await import('./probe-server.ts');
        const serverOrConnector = requireOneServer(words);
        return options.check === true
          ? checkServer(serverOrConnector, options, invocation)
          : showServer(serverOrConnector, options, invocation);
      },
    );
}

function parseName(text: string): string {
  const name = canonicalDnsName(text);
  if (name === undefined) throw new InvalidValueError(ARGUMENT_FAILURES.dns_name);
  return name;
}

/** Returns the option for a limit of the remaining time, which implies `--check`. */
function limitOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseSpan).implies({ check: true });
}

/**
 * Refuses options that only a probe without the daemon has.
 * @throws {UsageError}
 */
function refuseProbeOptions({ name, allKeyTypes, timeout, check }: ProbeCommandOptions): void {
  if ([name, allKeyTypes, timeout, check].every((option) => option === undefined)) return;
  throw new UsageError(PROBE_FAILURES.probe_options_with_now);
}

/**
 * Returns the only server.
 * @throws {UsageError} unless exactly one server is named
 */
function requireOneServer([word, ...others]: readonly string[]): string {
  if (word !== undefined && others.length === 0) return word;
  throw new UsageError(PROBE_FAILURES.one_server_required);
}
