/** Exim has some 250 options, a transport some 100. */
const MAX_LINES = 50_000;
/** Instead of the value of an option that is hidden from whoever is no administrator of Exim. */
const HIDDEN = '<value not displayable>';

/** Options by name; those that are only on are `true`, those that are off `false`. */
export type EximOptions = ReadonlyMap<string, string | boolean>;

function optionOf(line: string): readonly [string, string | boolean] | undefined {
  const [, name, value] = /^(\w+) = ?(.*)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  const [, no, flag] = /^(no_)?(\w+)$/.exec(line) ?? [];
  return flag === undefined ? undefined : [flag, no === undefined];
}

/** What `exim -bP` prints: every main option, macros replaced, expansions not. */
export function parseEximOptions(text: string): EximOptions {
  return new Map(text.split('\n', MAX_LINES).flatMap((line) => [optionOf(line)].filter((each) => each !== undefined)));
}

/** What `exim -bP transports` prints, by the transport's name. */
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
    const option = optionOf(line);
    if (option !== undefined) current?.set(...option);
  }
  return transports;
}

/** The text of an option; empty where it is not set. `hidden`: it is kept from whoever asked. */
export function textOf(options: EximOptions, name: string): { readonly text: string; readonly isHidden: boolean } {
  const value = options.get(name);
  const isHidden = value === HIDDEN;
  return { text: typeof value === 'string' && !isHidden ? value.trim() : '', isHidden };
}
