/** Words that end a command, so that another one begins. */
const SEPARATORS: ReadonlySet<string> = new Set(['|', '||', '&', '&&', ';', '(', ')', '`', '$(', '{', '}']);
/** Words before a command that are not part of it. */
const PREFIXES: ReadonlySet<string> = new Set([
  'sudo',
  'env',
  'exec',
  'time',
  'if',
  'while',
  'until',
  'then',
  'do',
  '!',
]);

/** One piece of a line: a separator, a redirection, a comment, or a part of a word. */
const PIECE =
  /(?<space>\s+)|(?<redirection>\d*(?:>>|>&|<<<|>|<)\s*(?:'[^']*'|"[^"]*"|[^\s;|&()<>]+))|(?<separator>\|\||&&|\$\(|[|&;()`])|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|(?<plain>[^\s'"\\|&;()`<>$]+|\$|<|>)/y;

/** Returns the words of a line with separators, without quotes, redirections and the comment. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < line.length) {
    if (word === undefined && line[PIECE.lastIndex] === '#') break;
    const groups = PIECE.exec(line)?.groups;
    if (groups === undefined) break;
    const { space, redirection, separator, single, double, escaped, plain = '' } = groups;
    if (space !== undefined || redirection !== undefined) end();
    else if (separator !== undefined) {
      end();
      words.push(separator);
    } else word = (word ?? '') + (single ?? double?.replace(/\\(.)/g, '$1') ?? escaped ?? plain);
  }
  end();
  return words;
}

/** Returns the commands of a shell line, each as its words, without `sudo` and variables before it. */
export function splitShellLine(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of wordsOf(line)) {
    if (SEPARATORS.has(word)) commands.push([]);
    else if (commands.at(-1)?.length === 0 && (PREFIXES.has(word) || /^\w+=/.test(word))) continue;
    else commands.at(-1)?.push(word);
  }
  return commands.filter((command) => command.length > 0);
}
