import type { EvtxValue } from './evtx-value.ts';

/** Text of a template (the same in all its records), or a value of one record. */
export type EvtxText = string | EvtxValue;

/** An XML element of a record. Its names, structure and fixed texts make the template. */
export interface EvtxElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: EvtxText])[];
  /** Child elements, or one text; undefined: the element is empty. */
  readonly content: readonly EvtxElement[] | EvtxText | undefined;
}

function isChildren(content: EvtxElement['content']): content is readonly EvtxElement[] {
  return Array.isArray(content);
}

/** Returns the child elements; empty for text. */
export function childElements({ content }: EvtxElement): readonly EvtxElement[] {
  return isChildren(content) ? content : [];
}

/** Returns the text of an element; undefined: it has children or is empty. */
export function elementText({ content }: EvtxElement): EvtxText | undefined {
  return isChildren(content) ? undefined : content;
}

/** Returns the values of an element and its descendants, in the order of the document. */
export function substitutedValues(root: EvtxElement): readonly EvtxValue[] {
  const values: EvtxValue[] = [];
  const collect = (text: EvtxText | undefined): void => {
    if (typeof text === 'object') values.push(text);
  };
  const visit = (element: EvtxElement): void => {
    for (const [, value] of element.attributes) collect(value);
    collect(elementText(element));
    childElements(element).forEach(visit);
  };
  visit(root);
  return values;
}

/** Returns a text that is equal for two elements exactly if they have the same template. */
export function templateKey(root: EvtxElement): string {
  let key = '';
  // The length keeps apart texts that contain separators.
  const addText = (text: EvtxText | undefined): void => {
    if (typeof text === 'object') key += `#${text.type} `;
    else if (text !== undefined) key += `${text.length}=${text} `;
  };
  const visit = (element: EvtxElement): void => {
    key += `<${element.name} `;
    for (const [name, value] of element.attributes) {
      key += `@${name} `;
      addText(value);
    }
    addText(elementText(element));
    childElements(element).forEach(visit);
    key += '>';
  };
  visit(root);
  return key;
}
