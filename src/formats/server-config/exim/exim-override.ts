const MAX_LINES = 2000;
/** The options under systemd, then those of the script that started Exim before. */
const VARIABLES = ['EXIMSERVICE', 'SMTPLISTENEROPTIONS'] as const;

/** What stands behind `-oX` among options that are parted as a shell parts them, quotation marks kept together. */
function overrideIn(options: string): string | undefined {
  const [, quote, quoted, bare] = /(?:^|\s)-oX\s+(?:(["'])(.*?)\1|([^\s"']+))/.exec(options) ?? [];
  return quote === undefined ? bare : quoted;
}

/**
 * Where Exim is told on its command line to listen, as Debian's /etc/default/exim4 has it, and the line, counted from 1.
 * undefined: nowhere.
 */
export function findEximOverride(text: string): { readonly value: string; readonly line: number } | undefined {
  const lines = text.split('\n', MAX_LINES);
  for (const variable of VARIABLES) {
    // The last assignment counts.
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const [, name, written = ''] = /^\s*(\w+)=(.*?)\s*$/.exec(lines[at] ?? '') ?? [];
      if (name !== variable) continue;
      const value = overrideIn(/^(["'])(.*)\1$/.exec(written)?.[2] ?? written);
      if (value !== undefined) return { value, line: at + 1 };
      break;
    }
  }
  return undefined;
}
