/** A block of Dovecot's settings, or all of them. */
export interface DovecotBlock {
  /** `service`, `protocol`, `local_name` …; empty for all of them. */
  readonly kind: string;
  /** What stands between it and the brace, without quotes; empty: nothing. */
  readonly label: string;
  /** By name, the last of two; a value is without quotes. Of what decides about TLS alone: passwords are not kept. */
  readonly settings: ReadonlyMap<string, string>;
  /** In order. */
  readonly blocks: readonly DovecotBlock[];
}

/** What Dovecot says of itself. */
export interface DovecotTree extends DovecotBlock {
  /** `2.4.1`, from the first line; undefined: it has none. */
  readonly version: string | undefined;
  /** The file that it was read from, as the first line names it. */
  readonly file: string | undefined;
}

/** What stands in place of a value that is not shown. */
export const HIDDEN = '# hidden, use -P to show it';

const MAX_LINES = 200_000;
const MAX_DEPTH = 20;

/** What is kept, besides all that stands in `protocols`. */
const KEPT =
  /^(?:ssl|ssl_(?:server_)?(?:alt_)?(?:cert|key)(?:_file)?|(?:alt_)?(?:cert|key)_file|protocols?|listen|address|port|haproxy|hostname|name)$/;

/** What stands in the settings themselves may be a private key: that it does is all that is kept. */
function kept(value: string): string {
  return /^(?:inline:|-----BEGIN )/.test(value) ? 'inline:' : value;
}

interface OpenBlock extends DovecotBlock {
  readonly settings: Map<string, string>;
  readonly blocks: OpenBlock[];
}

function opened(kind: string, label: string): OpenBlock {
  return { kind, label, settings: new Map(), blocks: [] };
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(trimmed) ?? [];
  return quoted === undefined ? trimmed : quoted.replace(/\\(.)/g, '$1');
}

/**
 * What `doveconf` prints, with or without `-n`. A block that is not closed ends with the text; what is no setting is passed
 * over. Of Dovecot 2.2 and 2.3, too, where a block may have its label as a setting called `name`.
 * @see https://doc.dovecot.org/2.4.0/core/man/doveconf.1.html
 */
export function parseDovecotTree(text: string): DovecotTree {
  const [first = ''] = text.split('\n', 1);
  const [, version, file] = /^# (\d+\.\d+(?:\.\d+)*)\S*(?: \([^)]*\))?: (.+)$/.exec(first) ?? [];
  const root = opened('', '');
  const open: OpenBlock[] = [root];
  for (const line of text.split('\n', MAX_LINES)) {
    const trimmed = line.trim();
    const within = open.at(-1) ?? root;
    if (trimmed === '}') {
      if (open.length > 1) open.pop();
      continue;
    }
    const [, kind, label = ''] = /^([\w/-]+)(?:\s+([^={]*|"[^"]*"))?\s*\{$/.exec(trimmed) ?? [];
    if (kind !== undefined && open.length <= MAX_DEPTH) {
      const block = opened(kind, unquoted(label));
      within.blocks.push(block);
      open.push(block);
      continue;
    }
    const [, name, value = ''] = /^([^\s#={}]+)\s*=(.*)$/.exec(trimmed) ?? [];
    if (name === undefined || !(KEPT.test(name) || within.kind === 'protocols')) continue;
    within.settings.set(name, kept(unquoted(value)));
  }
  return { ...root, version, file };
}

/** What a service or a listener is called: by its setting where it has one, else by its label. */
export function blockName({ settings, label }: DovecotBlock): string {
  return settings.get('name') || label;
}
