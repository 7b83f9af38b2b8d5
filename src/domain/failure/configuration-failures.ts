import { CONNECTOR_PHRASES, type ConnectorFailureArguments } from './configuration-connector-phrases.ts';
import { FILE_PHRASES, type FileFailureArguments } from './configuration-file-phrases.ts';
import { FORM_PHRASES, type FormFailureArguments } from './configuration-form-phrases.ts';
import { HTTP_KEY_PHRASES, type HttpFailureArguments } from './configuration-http-phrases.ts';
import { NOTIFIER_PHRASES, type NotifierFailureArguments } from './configuration-notifier-phrases.ts';
import { STORE_KEY_PHRASES, type StoreKeyFailureArguments } from './configuration-store-key-phrases.ts';
import { TEXT_PHRASES, type TextFailureArguments } from './configuration-text-phrases.ts';
import { VALUE_PHRASES, type ValueFailureArguments } from './configuration-value-phrases.ts';
import { YAML_PHRASES, type YamlFailureArguments } from './configuration-yaml-phrases.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of the errors and warnings of a configuration file, with the arguments of each text. */
export interface ConfigurationFailureArguments
  extends FileFailureArguments,
    YamlFailureArguments,
    FormFailureArguments,
    ValueFailureArguments,
    TextFailureArguments,
    StoreKeyFailureArguments,
    ConnectorFailureArguments,
    NotifierFailureArguments,
    HttpFailureArguments {}

/** The texts of the errors and warnings of a configuration file. */
export const CONFIGURATION_PHRASES: FailureTable<ConfigurationFailureArguments> = {
  ...FILE_PHRASES,
  ...YAML_PHRASES,
  ...FORM_PHRASES,
  ...VALUE_PHRASES,
  ...TEXT_PHRASES,
  ...STORE_KEY_PHRASES,
  ...CONNECTOR_PHRASES,
  ...NOTIFIER_PHRASES,
  ...HTTP_KEY_PHRASES,
};

/** The errors and warnings of a configuration file. */
export const CONFIGURATION_FAILURES: Failures<FailureTable<ConfigurationFailureArguments>> =
  failuresOf(CONFIGURATION_PHRASES);
