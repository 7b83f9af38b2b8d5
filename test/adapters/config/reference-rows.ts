import { renderSchema } from '../../../src/adapters/config/show/render-schema.ts';

/** The part of JSON Schema that the schema of the configuration uses. */
interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

/** One key of the configuration, as in docs/configuration.md. */
export interface ReferenceRow {
  readonly key: string;
  readonly default: string;
  readonly meaning: string;
}

/** Returns all keys of the schema in its order, each before those inside it. */
export function referenceRows(): readonly ReferenceRow[] {
  const rows = new Map<string, ReferenceRow>();
  collect(JSON.parse(renderSchema()), '', rows);
  return [...rows.values()];
}

/** Returns a row as a line of a Markdown table. */
export function renderRow(row: ReferenceRow): string {
  return `| \`${row.key}\` | ${row.default} | ${row.meaning} |`;
}

function collect(node: Node, way: string, rows: Map<string, ReferenceRow>): void {
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    const key = way === '' ? name : `${way}.${name}`;
    const isRequired = node.required?.includes(name) ?? false;
    if (!rows.has(key))
      rows.set(key, { key, default: defaultOf(property, isRequired), meaning: property.description ?? '' });
    collect(property, key, rows);
    const { items } = property;
    for (const item of items === undefined ? [] : [items, ...(items.oneOf ?? []), ...(items.anyOf ?? [])]) {
      collect(item, `${key}[]`, rows);
    }
  }
}

function defaultOf(property: Node, isRequired: boolean): string {
  if (isRequired) return 'required';
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
