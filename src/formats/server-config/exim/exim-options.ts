/** The maximum number of lines; Exim has some 250 options, a transport some 100. */
const MAX_LINES = 50_000;
/** The value of an option that only Exim's administrators may read. */
const HIDDEN = '<value not displayable>';

/** The options by name. An option without a value is `true`; if printed with `no_`, `false`. */
export type EximOptions = ReadonlyMap<string, string | boolean>;

function parseOption(line: string): readonly [string, string | boolean] | undefined {
  const [, name, value] = /^(\w+) = ?(.*)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  const [, no, flag] = /^(no_)?(\w+)$/.exec(line) ?? [];
  return flag === undefined ? undefined : [flag, no === undefined];
}

/** Parses the output of `exim -bP`: every main option, with macros replaced, but not expanded. */
export function parseEximOptions(text: string): EximOptions {
  const options = text.split('\n', MAX_LINES).map(parseOption);
  return new Map(options.filter((option) => option !== undefined));
}

/** Parses the output of `exim -bP transports`, by name of the transport. */
export function parseEximTransports(text: string): ReadonlyMap<string, EximOptions> {
  const transports = new Map<string, Map<string, string | boolean>>();
  let current: Map<string, string | boolean> | undefined;
  for (const line of text.split('\n', MAX_LINES)) {
    const [, name] = /^(\w+) transport:$/.exec(line) ?? [];
    if (name !== undefined) {
      current = new Map();
      transports.set(name, current);
      continue;
    }
    const option = parseOption(line);
    if (option !== undefined) current?.set(...option);
  }
  return transports;
}

/**
 * Returns the text of an option; empty if it is not set. `isHidden` is true if this account may not
 * read the option.
 */
export function textOf(options: EximOptions, name: string): { readonly text: string; readonly isHidden: boolean } {
  const value = options.get(name);
  const isHidden = value === HIDDEN;
  return { text: typeof value === 'string' && !isHidden ? value.trim() : '', isHidden };
}
