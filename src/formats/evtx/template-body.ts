import type { ChunkBytes } from './chunk-bytes.ts';
import { type ChunkNames, nameSize } from './chunk-names.ts';
import { childElements, type EvtxElement, type EvtxText, elementText } from './evtx-element.ts';
import { VALUE_TYPES } from './evtx-value.ts';

/** The tokens of binary XML. */
export const TOKENS = {
  endOfFile: 0x00,
  openElement: 0x01,
  openElementWithAttributes: 0x41,
  closeStartElement: 0x02,
  closeEmptyElement: 0x03,
  endElement: 0x04,
  value: 0x05,
  lastAttribute: 0x06,
  attribute: 0x46,
  templateInstance: 0x0c,
  substitution: 0x0d,
  fragmentHeader: 0x0f,
} as const;

/** Marks an element that is written in every case. */
const NO_DEPENDENCY = 0xffff;
/** Open token, dependency, size, name offset, size of the attributes, close and end token. */
const ELEMENT_SIZE = 17;
/** Token and name offset. */
const ATTRIBUTE_SIZE = 5;
/** Token, index or length, and type. */
const TEXT_SIZE = 4;

/** Returns the size of a template element if no name is known yet in the chunk: an upper bound. */
export function templateSizeBound(element: EvtxElement): number {
  const textSize = (text: EvtxText | undefined): number =>
    text === undefined ? 0 : TEXT_SIZE + (typeof text === 'string' ? 2 * text.length : 0);
  return (
    ELEMENT_SIZE +
    nameSize(element.name) +
    textSize(elementText(element)) +
    element.attributes.reduce((sum, [name, value]) => sum + ATTRIBUTE_SIZE + nameSize(name) + textSize(value), 0) +
    childElements(element).reduce((sum, child) => sum + templateSizeBound(child), 0)
  );
}

/**
 * Writes an element of a template. Values of the record become numbered substitutions, in the order
 * of `substitutedValues`.
 */
export function writeTemplateElement(chunk: ChunkBytes, names: ChunkNames, root: EvtxElement): void {
  let substitutions = 0;

  const writeText = (text: EvtxText): void => {
    if (typeof text === 'string') {
      chunk.uint8(TOKENS.value, VALUE_TYPES.string);
      chunk.uint16(text.length);
      chunk.text(text);
      return;
    }
    chunk.uint8(TOKENS.substitution);
    chunk.uint16(substitutions);
    chunk.uint8(text.type);
    substitutions += 1;
  };

  const writeAttributes = ({ attributes }: EvtxElement): void => {
    chunk.sized(() => {
      attributes.forEach(([name, value], index) => {
        chunk.uint8(index === attributes.length - 1 ? TOKENS.lastAttribute : TOKENS.attribute);
        names.write(name);
        writeText(value);
      });
    });
  };

  const writeElement = (element: EvtxElement): void => {
    const hasAttributes = element.attributes.length > 0;
    chunk.uint8(hasAttributes ? TOKENS.openElementWithAttributes : TOKENS.openElement);
    chunk.uint16(NO_DEPENDENCY);
    chunk.sized(() => {
      names.write(element.name);
      if (hasAttributes) writeAttributes(element);
      if (element.content === undefined) {
        chunk.uint8(TOKENS.closeEmptyElement);
        return;
      }
      chunk.uint8(TOKENS.closeStartElement);
      const text = elementText(element);
      if (text !== undefined) writeText(text);
      childElements(element).forEach(writeElement);
      chunk.uint8(TOKENS.endElement);
    });
  };

  writeElement(root);
}
