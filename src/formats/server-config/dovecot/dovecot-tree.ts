/** A block of Dovecot's settings, or the root. */
export interface DovecotBlock {
  /** For example `service`, `protocol` or `local_name`; empty for the root. */
  readonly kind: string;
  /** The text between the kind and the brace, without quotes; can be empty. */
  readonly label: string;
  /**
   * By name, the last value if repeated, without quotes. Only the settings that mailcertd uses;
   * passwords are not stored.
   */
  readonly settings: ReadonlyMap<string, string>;
  /** In order. */
  readonly blocks: readonly DovecotBlock[];
}

/** The settings of Dovecot, as its own tool prints them. */
export interface DovecotTree extends DovecotBlock {
  /** The version in the first line, for example `2.4.1`; undefined if the line has no version. */
  readonly version: string | undefined;
  /** The source file in the first line. */
  readonly file: string | undefined;
}

/** The text that `doveconf` prints in place of a hidden value, such as the path of a key. */
export const HIDDEN = '# hidden, use -P to show it';

const MAX_LINES = 200_000;
const MAX_DEPTH = 20;

/** The names of the settings that are stored, in addition to the settings in `protocols`. */
const STORED_SETTINGS =
  /^(?:ssl|ssl_(?:server_)?(?:alt_)?(?:cert|key)(?:_file)?|(?:alt_)?(?:cert|key)_file|protocols?|listen|address|port|haproxy|hostname|name)$/;

/** Replaces an inline value, which can be a private key. */
function withoutInlineKey(value: string): string {
  return /^(?:inline:|-----BEGIN )/.test(value) ? 'inline:' : value;
}

/** A block that is being read. */
interface OpenBlock extends DovecotBlock {
  readonly settings: Map<string, string>;
  readonly blocks: OpenBlock[];
}

function openBlock(kind: string, label: string): OpenBlock {
  return { kind, label, settings: new Map(), blocks: [] };
}

function unquote(text: string): string {
  const trimmed = text.trim();
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(trimmed) ?? [];
  return quoted === undefined ? trimmed : quoted.replace(/\\(.)/g, '$1');
}

/**
 * Parses the output of `doveconf`, with or without `-n`. An unclosed block ends with the text;
 * invalid lines are skipped. Also supports Dovecot 2.2 and 2.3, where a setting `name` can replace
 * the label of a block.
 * @see https://doc.dovecot.org/2.4.0/core/man/doveconf.1.html
 */
export function parseDovecotTree(text: string): DovecotTree {
  const [first = ''] = text.split('\n', 1);
  const [, version, file] = /^# (\d+\.\d+(?:\.\d+)*)\S*(?: \([^)]*\))?: (.+)$/.exec(first) ?? [];
  const root = openBlock('', '');
  const openBlocks: OpenBlock[] = [root];
  for (const line of text.split('\n', MAX_LINES)) {
    const trimmed = line.trim();
    const innermost = openBlocks.at(-1) ?? root;
    if (trimmed === '}') {
      if (openBlocks.length > 1) openBlocks.pop();
      continue;
    }
    const [, kind, label = ''] = /^([\w/-]+)(?:\s+([^={]*|"[^"]*"))?\s*\{$/.exec(trimmed) ?? [];
    if (kind !== undefined && openBlocks.length <= MAX_DEPTH) {
      const block = openBlock(kind, unquote(label));
      innermost.blocks.push(block);
      openBlocks.push(block);
      continue;
    }
    const [, name, value = ''] = /^([^\s#={}]+)\s*=(.*)$/.exec(trimmed) ?? [];
    if (name === undefined || !(STORED_SETTINGS.test(name) || innermost.kind === 'protocols')) continue;
    innermost.settings.set(name, withoutInlineKey(unquote(value)));
  }
  return { ...root, version, file };
}

/** Returns the name of a service or listener: its setting `name`, otherwise its label. */
export function blockName({ settings, label }: DovecotBlock): string {
  return settings.get('name') || label;
}
