import type { ErrorCode } from 'yaml';
import { CONFIGURATION_FAILURES } from '../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { visible } from '../../formats/terminal/visible.ts';

/** The failures for the error codes of the YAML parser. */
const FAILURES: Readonly<Partial<Record<ErrorCode, Failure>>> = {
  ALIAS_PROPS: CONFIGURATION_FAILURES.yaml_alias_of_tag,
  BAD_ALIAS: CONFIGURATION_FAILURES.yaml_anchor_invalid,
  BAD_DIRECTIVE: CONFIGURATION_FAILURES.yaml_directive_unknown,
  BAD_DQ_ESCAPE: CONFIGURATION_FAILURES.yaml_escape_invalid,
  BAD_INDENT: CONFIGURATION_FAILURES.yaml_indentation,
  BAD_SCALAR_START: CONFIGURATION_FAILURES.yaml_reserved_character,
  BLOCK_AS_IMPLICIT_KEY: CONFIGURATION_FAILURES.yaml_nested_keys,
  BLOCK_IN_FLOW: CONFIGURATION_FAILURES.yaml_block_in_brackets,
  KEY_OVER_1024_CHARS: CONFIGURATION_FAILURES.yaml_key_too_long,
  MISSING_CHAR: CONFIGURATION_FAILURES.yaml_character_missing,
  MULTILINE_IMPLICIT_KEY: CONFIGURATION_FAILURES.yaml_key_lines,
  MULTIPLE_ANCHORS: CONFIGURATION_FAILURES.yaml_anchors,
  MULTIPLE_DOCS: CONFIGURATION_FAILURES.yaml_documents,
  MULTIPLE_TAGS: CONFIGURATION_FAILURES.yaml_tags,
  NON_STRING_KEY: CONFIGURATION_FAILURES.yaml_key_not_text,
  TAB_AS_INDENT: CONFIGURATION_FAILURES.yaml_tab,
  TAG_RESOLVE_FAILED: CONFIGURATION_FAILURES.yaml_tag_unknown,
  UNEXPECTED_TOKEN: CONFIGURATION_FAILURES.yaml_unexpected_text,
};

/**
 * Returns the failure for an error of the YAML parser. Its message is used only for a code without a
 * text of its own.
 */
export function yamlFailure(code: ErrorCode, message: string): Failure {
  return invalidYaml(FAILURES[code] ?? visible(message));
}

/** Returns the failure of a text that is not YAML. */
export function invalidYaml(error: Failure | string): Failure {
  return CONFIGURATION_FAILURES.yaml_invalid({ error });
}
