const MAX_LINES = 2000;
/** The variables with Exim's options: under systemd, and in the older init script. */
const VARIABLES = ['EXIMSERVICE', 'SMTPLISTENEROPTIONS'] as const;

/** Returns the value of `-oX` in options that are quoted as for a shell; undefined if missing. */
function parseOverride(options: string): string | undefined {
  const [, quote, quoted, bare] = /(?:^|\s)-oX\s+(?:(["'])(.*?)\1|([^\s"']+))/.exec(options) ?? [];
  return quote === undefined ? bare : quoted;
}

/**
 * Returns the listening addresses on Exim's command line, as in Debian's /etc/default/exim4, and
 * their line, counted from 1; undefined if they are not set.
 */
export function findEximOverride(text: string): { readonly value: string; readonly line: number } | undefined {
  const lines = text.split('\n', MAX_LINES);
  for (const variable of VARIABLES) {
    // The last assignment is used.
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const [, name, assigned = ''] = /^\s*(\w+)=(.*?)\s*$/.exec(lines[at] ?? '') ?? [];
      if (name !== variable) continue;
      const value = parseOverride(/^(["'])(.*)\1$/.exec(assigned)?.[2] ?? assigned);
      if (value !== undefined) return { value, line: at + 1 };
      break;
    }
  }
  return undefined;
}
