import { CONFIGURATION_FAILURES } from './configuration-failures.ts';
import type { Failure } from './failure.ts';
import { NOTE_FAILURES } from './note-failures.ts';

/** The failures for the error codes of the YAML library. */
const FAILURES: ReadonlyMap<string, Failure> = new Map([
  ['ALIAS_PROPS', CONFIGURATION_FAILURES.yaml_alias_of_tag],
  ['BAD_ALIAS', CONFIGURATION_FAILURES.yaml_anchor_invalid],
  ['BAD_DIRECTIVE', CONFIGURATION_FAILURES.yaml_directive_unknown],
  ['BAD_DQ_ESCAPE', CONFIGURATION_FAILURES.yaml_escape_invalid],
  ['BAD_INDENT', CONFIGURATION_FAILURES.yaml_indentation],
  ['BAD_SCALAR_START', CONFIGURATION_FAILURES.yaml_reserved_character],
  ['BLOCK_AS_IMPLICIT_KEY', CONFIGURATION_FAILURES.yaml_nested_keys],
  ['BLOCK_IN_FLOW', CONFIGURATION_FAILURES.yaml_block_in_brackets],
  ['DUPLICATE_KEY', NOTE_FAILURES.note_key_duplicate],
  ['KEY_OVER_1024_CHARS', CONFIGURATION_FAILURES.yaml_key_too_long],
  ['MISSING_CHAR', CONFIGURATION_FAILURES.yaml_character_missing],
  ['MULTILINE_IMPLICIT_KEY', CONFIGURATION_FAILURES.yaml_key_lines],
  ['MULTIPLE_ANCHORS', CONFIGURATION_FAILURES.yaml_anchors],
  ['MULTIPLE_DOCS', CONFIGURATION_FAILURES.yaml_documents],
  ['MULTIPLE_TAGS', CONFIGURATION_FAILURES.yaml_tags],
  ['NON_STRING_KEY', CONFIGURATION_FAILURES.yaml_key_not_text],
  ['TAB_AS_INDENT', CONFIGURATION_FAILURES.yaml_tab],
  ['TAG_RESOLVE_FAILED', CONFIGURATION_FAILURES.yaml_tag_unknown],
  ['UNEXPECTED_TOKEN', CONFIGURATION_FAILURES.yaml_unexpected_text],
]);

/**
 * Returns the failure for an error of the YAML library, in the configuration or in a note.
 * @param code its error code, for example `BAD_INDENT`
 * @param message its message, which is used only for a code without a text of its own
 */
export function yamlFailure(code: string, message: string): Failure {
  return invalidYaml(FAILURES.get(code) ?? message);
}

/** Returns the failure of a text that is not YAML. */
export function invalidYaml(error: Failure | string): Failure {
  return CONFIGURATION_FAILURES.yaml_invalid({ error });
}
