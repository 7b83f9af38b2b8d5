import { plainText } from './plain-text.ts';

/** An element without child elements. */
export interface LeafElement {
  /** The names from the root: `Event/System/EventID`. */
  readonly path: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

const DEEPEST = 5;
const TOKEN = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9]*=(?:'[^'<]*'|"[^"<]*"))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([A-Za-z][A-Za-z0-9]*)=(?:'([^'<]*)'|"([^"<]*)")/g;

function readAttributes(source: string): ReadonlyMap<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const [, name = '', single, double] of source.matchAll(ATTRIBUTE)) {
    const value = plainText(single ?? double ?? '');
    if (value === undefined || attributes.has(name)) return undefined;
    attributes.set(name, value);
  }
  return attributes;
}

/** An open element, and whether it contains an element. */
interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
  hasElements: boolean;
}

/**
 * Returns the leaf elements of a small document, in order, in linear time. Only elements,
 * attributes and references are supported. Undefined for a prologue, comments, CDATA, namespace
 * prefixes, mixed content, or more than five levels. Whitespace between elements is ignored.
 */
export function xmlElements(xml: string): readonly LeafElement[] | undefined {
  const leaves: LeafElement[] = [];
  const open: Open[] = [];
  let closed = false;
  const close = (): boolean => {
    const element = open.pop();
    const text = element === undefined ? undefined : plainText(element.text);
    if (element === undefined || text === undefined) return false;
    const path = [...open.map(({ name }) => name), element.name].join('/');
    if (!element.hasElements) leaves.push({ path, attributes: element.attributes, text });
    closed = open.length === 0;
    return true;
  };
  const source = xml.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    const parent = open.at(-1);
    if (token === null || closed) return undefined;
    const [, slash, name = '', attributeSource = '', selfClosing, text] = token;
    if (text !== undefined) {
      if (parent === undefined || (parent.hasElements && text.trim() !== '')) return undefined;
      parent.text += text;
    } else if (slash === '/') {
      if (parent?.name !== name || attributeSource !== '' || !close()) return undefined;
    } else {
      const attributes = readAttributes(attributeSource);
      if (attributes === undefined || open.length >= DEEPEST) return undefined;
      if (parent !== undefined) {
        if (!parent.hasElements && parent.text.trim() !== '') return undefined;
        parent.hasElements = true;
        parent.text = '';
      }
      open.push({ name, attributes, text: '', hasElements: false });
      if (selfClosing === '/' && !close()) return undefined;
    }
  }
  return closed ? leaves : undefined;
}
