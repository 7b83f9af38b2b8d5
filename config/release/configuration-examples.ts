import { parseAllDocuments } from 'yaml';
import { codeOf } from './code-of.ts';

/** First keys of YAML of other programs, and of files that mailcertd writes. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['filebeat.inputs', 'sources', 'parsers', 'rule_files', 'scrape_configs', 'metric_relabel_configs'],
  ...['groups', 'route', 'receivers', 'modules', 'global', 'apiVersion', 'services'],
]);

/** An example of a configuration in a document. */
export interface ConfigurationExample {
  /** Page and line, for example `docs/hooks.md:12`. */
  readonly place: string;
  /** Complete enough for `config check`: with the key `computer`. */
  readonly text: string;
}

/** Returns the first key in the first document of YAML; undefined: it is not a map, or cannot be read. */
function firstKey(text: string): string | undefined {
  try {
    const value: unknown = [...parseAllDocuments(text)][0]?.toJS();
    return typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the examples of the configuration of mailcertd in a document. */
export function configurationExamples(page: string, document: string): readonly ConfigurationExample[] {
  return codeOf(document).flatMap(({ language, line, lines }) => {
    if (language !== 'yaml' && language !== 'yml') return [];
    const text = lines.join('\n');
    if (OTHERS.has(firstKey(text) ?? '')) return [];
    // Most examples are a part of a file. Only this key has no default on every host.
    const complete = /^computer:/m.test(text) ? text : `${text}\ncomputer: mail01.contoso.com`;
    return [{ place: `${page}:${line}`, text: `${complete}\n` }];
  });
}
