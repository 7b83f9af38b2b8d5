import type { CertificateArgumentKind } from './certificate-argument-kinds.ts';
import type { CompletedCommand, CompletedOption, CompletedValue } from './completion-tree.ts';

/**
 * Quotes a text for fish.
 * @see https://fishshell.com/docs/current/language.html#quotes
 */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Returns the fish command that lists the words for a certificate argument. */
const candidatesCommand = (kind: CertificateArgumentKind): string =>
  `(__mailcertd_lines certificates list --candidates ${kind} --typed=(commandline -ct))`;

/** The fish commands that list objects. */
const LIST_COMMANDS = {
  certificates: candidatesCommand('certificates'),
  servers: candidatesCommand('servers'),
  removable: candidatesCommand('removable'),
  connectors: '(__mailcertd_lines connectors list --fields name)',
} as const;

/**
 * Returns the completion script for fish.
 * @see https://fishshell.com/docs/current/completions.html
 */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const parseCases = commands.flatMap(({ path, subcommands, options }) => [
    ...subcommands.map(
      ({ name }) => `      case ${quoted(`${path} ${name}`)}\n        set at ${quoted(`${path} ${name}`)}`,
    ),
    ...options
      .filter(({ value }) => value !== undefined)
      .map(({ flags }) => `      case ${flags.map((flag) => quoted(`${path} ${flag}`)).join(' ')}\n        set skip 1`),
  ]);
  const lines = commands.flatMap(({ path, subcommands, options, argument }) => {
    const condition = quoted(`__mailcertd_at ${path}`);
    return [
      ...subcommands.map(
        ({ name, description }) => `complete -c mailcertd -n ${condition} -a ${quoted(name)} -d ${quoted(description)}`,
      ),
      ...options.map((option) => optionLine(condition, option)),
      ...argumentLine(condition, argument),
    ];
  });
  return `# fish completion for mailcertd, written by: mailcertd completion fish

# Succeeds if the words before the cursor are those of this command.
function __mailcertd_at
  set -l at mailcertd
  set -l skip 0
  for word in (commandline -opc)[2..]
    if test $skip = 1
      set skip 0
      continue
    end
    switch "$at $word"
${parseCases.join('\n')}
    end
  end
  test "$at" = "$argv"
end

# Prints a list of mailcertd, without the heading, with the --config that was typed.
function __mailcertd_lines
  set -l typed (commandline -opc)
  set -l config
  if set -l place (contains -i -- --config $typed)
    set config --config $typed[(math $place + 1)]
  end
  $typed[1] $config $argv --format tsv 2>/dev/null | tail -n +2 | string match -rv '^(\\t|$)'
end

complete -c mailcertd -f
${lines.join('\n')}
`;
}

function optionLine(condition: string, { flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  return `complete -c mailcertd -n ${condition} ${names}${value === undefined ? '' : valuePart(value)} -d ${quoted(description)}`;
}

/**
 * Returns the flags of `complete` for an option's value: `-x` offers no files, `-r -F` only files.
 */
function valuePart(wants: CompletedValue): string {
  if (wants.kind === 'files') return ' -r -F';
  if (wants.kind === 'nothing') return ' -x';
  if (wants.kind === 'words') return ` -x -a ${quoted(wants.words.join(' '))}`;
  if (wants.kind === 'list') return ` -x -a ${quoted(`(__fish_append , ${wants.words.join(' ')})`)}`;
  return ` -x -a ${quoted(LIST_COMMANDS[wants.kind])}`;
}

function argumentLine(condition: string, argument: CompletedValue): readonly string[] {
  if (argument.kind === 'files') return [`complete -c mailcertd -n ${condition} -F`];
  if (argument.kind === 'words')
    return [`complete -c mailcertd -n ${condition} -a ${quoted(argument.words.join(' '))}`];
  if (argument.kind === 'connectors')
    return [`complete -c mailcertd -n ${condition} -a ${quoted(LIST_COMMANDS.connectors)}`];
  if (argument.kind === 'nothing' || argument.kind === 'list') return [];
  // A certificate may also be given as a file: -F.
  return [`complete -c mailcertd -n ${condition} -F -a ${quoted(LIST_COMMANDS[argument.kind])}`];
}
