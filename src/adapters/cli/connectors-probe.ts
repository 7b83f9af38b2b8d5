import { type Command, InvalidArgumentError, Option } from 'commander';
import { canonicalDnsName } from '../../domain/certificate/dns-name.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Invocation } from './invocation.ts';
import type { ProbeOptions } from './probe-server.ts';
import { textOrJsonOption } from './text-or-json.ts';
import { parseSpan, parseTimeout } from './time-arguments.ts';

function parseName(text: string): string {
  const name = canonicalDnsName(text);
  if (name === undefined) throw new InvalidArgumentError('Write a DNS name, in A-labels.');
  return name;
}

/** Whoever gives a limit asks for a verdict. */
function limit(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseSpan).implies({ check: true });
}

/** `mailcertd connectors probe`: what a server presents, seen from outside. */
export function addConnectorsProbe(connectors: Command, invocation: Invocation): void {
  connectors
    .command('probe')
    .description('speak to a server, and show and judge what it presents, line by line, with times')
    .argument('<server>', 'a connector, a host, or a URL such as imaps://mail.example.com')
    .option('--name <name>', 'the name to ask for, that has to stand in the certificate (default: the host)', parseName)
    .option('--both', 'ask twice, for its RSA and for its ECDSA certificate')
    .addOption(
      new Option('--timeout <duration>', 'how long an address may take (default: 10s)').argParser(
        parseTimeout(10 * MINUTE),
      ),
    )
    .addOption(textOrJsonOption())
    .option('--check', 'one line and 0 to 3, as a Nagios plugin')
    .addOption(limit('-w, --warning <duration>', 'WARNING when so much is left, or less, such as 30d'))
    .addOption(limit('-c, --critical <duration>', 'CRITICAL when so much is left, or less, such as 7d'))
    .action((word: string, options: ProbeOptions) =>
      import('./probe-server.ts').then(({ checkServer, showServer }) =>
        options.check === true ? checkServer(word, options, invocation) : showServer(word, options, invocation),
      ),
    );
}
