import { type Command, InvalidArgumentError, Option } from 'commander';
import { canonicalDnsName } from '../../../domain/certificate/dns-name.ts';
import { MINUTE } from '../../../domain/time.ts';
import { UsageError } from '../../../work/errors.ts';
import { textOrJsonOption } from '../arguments/format-options.ts';
import { parseSpan, parseTimeout } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ProbeCommandOptions } from './probe-server.ts';
import type { ProbeNowOptions } from './probe-through-daemon.ts';

/** Adds `mailcertd connectors probe`. */
export function addConnectorsProbe(connectors: Command, invocation: Invocation): void {
  connectors
    .command('probe')
    .description('probe a server, and check the certificate that it serves')
    .argument('[server...]', 'connector, host, or URL, for example imaps://mail.example.com')
    .option('--now', 'let the daemon probe these connectors now (default: all)')
    .addOption(
      new Option('--wait <duration>', 'with --now: how long to wait for the daemon')
        .argParser(parseTimeout(10 * MINUTE))
        .default(MINUTE, '1m'),
    )
    .option('--name <name>', 'TLS server name, which the certificate must match (default: the host)', parseName)
    .option('--all-key-types', 'probe twice, for the RSA and for the ECDSA certificate')
    .addOption(
      new Option('--timeout <duration>', 'timeout for each address (default: 10s)').argParser(
        parseTimeout(10 * MINUTE),
      ),
    )
    .addOption(textOrJsonOption())
    .option('--check', 'print one line and exit 0 to 3, as a Nagios plugin')
    .addOption(
      limitOption('-w, --warning <duration>', 'WARNING if a certificate expires within this time, for example 30d'),
    )
    .addOption(
      limitOption('-c, --critical <duration>', 'CRITICAL if a certificate expires within this time, for example 7d'),
    )
    .action(
      async (words: readonly string[], options: ProbeCommandOptions & ProbeNowOptions & { readonly now?: true }) => {
        if (options.now === true) {
          refuseProbeOptions(options);
          const { probeThroughDaemon } = await import('./probe-through-daemon.ts');
          return probeThroughDaemon(words, options, invocation);
        }
        const { checkServer, showServer } = await import('./probe-server.ts');
        const word = requireOneServer(words);
        return options.check === true ? checkServer(word, options, invocation) : showServer(word, options, invocation);
      },
    );
}

function parseName(text: string): string {
  const name = canonicalDnsName(text);
  if (name === undefined) throw new InvalidArgumentError('Write a DNS name, in A-labels.');
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
  throw new UsageError(
    'cannot probe now: --now is only valid with --wait and --format; the daemon uses its configuration',
    '今すぐの接続確認: --now と一緒に指定できるのは --wait と --format だけです。デーモンは構成に従って接続確認します',
  );
}

/**
 * Returns the only server.
 * @throws {UsageError} unless exactly one server is named
 */
function requireOneServer([word, ...others]: readonly string[]): string {
  if (word !== undefined && others.length === 0) return word;
  throw new UsageError(
    'cannot probe: name one server, for example smtp://mail.example.com; several connectors need --now',
    '接続確認: サーバーを 1 つ指定してください (例: smtp://mail.example.com)。複数のコネクタを指定するには --now を使用してください',
  );
}
