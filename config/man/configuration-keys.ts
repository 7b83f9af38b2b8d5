import { renderSchema } from '../../src/adapters/config/show/render-schema.ts';

/** The part of JSON Schema that the schema of the configuration uses. */
interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

/** One key of the configuration, as in docs/configuration.md. */
export interface ConfigurationKey {
  readonly key: string;
  readonly default: string;
  readonly meaning: string;
}

/** Returns all keys of the schema in its order, each before those inside it. */
export function configurationKeys(): readonly ConfigurationKey[] {
  const rows = new Map<string, ConfigurationKey>();
  collect(JSON.parse(renderSchema()), '', rows);
  return [...rows.values()];
}

/** Returns a row as a line of a Markdown table. */
export function renderKeyRow(row: ConfigurationKey): string {
  return `| \`${row.key}\` | ${row.default} | ${row.meaning} |`;
}

/** @param alternatives the types of an item, for example of a log output; empty if there is one type */
function collect(
  node: Node,
  way: string,
  rows: Map<string, ConfigurationKey>,
  alternatives: readonly Node[] = [],
): void {
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    const key = way === '' ? name : `${way}.${name}`;
    const isRequired = node.required?.includes(name) ?? false;
    const isInAll = alternatives.every(({ properties }) => properties?.[name] !== undefined);
    const required = isInAll ? 'required' : `required for \`${node.properties?.['type']?.const}\``;
    const { meaning, default: writtenDefault = defaultOf(property) } = splitDescription(property.description);
    if (!rows.has(key)) rows.set(key, { key, default: isRequired ? required : writtenDefault, meaning });
    collect(property, key, rows);
    const { items } = property;
    if (items === undefined) continue;
    collect(items, `${key}[]`, rows);
    const { oneOf = [], anyOf = [] } = items;
    for (const item of oneOf) collect(item, `${key}[]`, rows, oneOf);
    for (const item of anyOf) collect(item, `${key}[]`, rows);
  }
}

/** Splits a description that ends with the default, for example "Output language. Default: `en`." */
function splitDescription(description = ''): { readonly meaning: string; readonly default?: string } {
  const parts = /^(.*) Default: (.+)\.$/.exec(description);
  return parts === null ? { meaning: description } : { meaning: parts[1] ?? '', default: parts[2] ?? '' };
}

function defaultOf(property: Node): string {
  // A map consists of its keys, which have their own rows with their defaults.
  if (property.default === undefined || property.properties !== undefined) return '–';
  return `\`${flow(property.default)}\``;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  const text = String(value);
  return /[*{]/.test(text) ? `"${text}"` : text;
}
