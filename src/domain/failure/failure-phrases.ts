import { ATTEMPT_PHRASES, type AttemptFailureArguments } from './attempt-failures.ts';
import { BACKUP_PHRASES, type BackupFailureArguments } from './backup-failures.ts';
import { CERTIFICATE_FILE_PHRASES, type CertificateFileFailureArguments } from './certificate-file-failures.ts';
import { CHAIN_PHRASES, type ChainFailureArguments } from './chain-failures.ts';
import { CLIENT_CERTIFICATE_PHRASES, type ClientCertificateFailureArguments } from './client-certificate-failures.ts';
import { CONFIGURATION_PHRASES, type ConfigurationFailureArguments } from './configuration-failures.ts';
import { CONNECTION_PHRASES, type ConnectionFailureArguments } from './connection-failures.ts';
import { CONVERSATION_PHRASES, type ConversationFailureArguments } from './conversation-failures.ts';
import { DAMAGE_PHRASES, type DamageFailureArguments } from './damage-failures.ts';
import { DIAGNOSTIC_PHRASES, type DiagnosticFailureArguments } from './diagnostic-failures.ts';
import { DISCOVERY_PHRASES, type DiscoveryFailureArguments } from './discovery-failures.ts';
import { DOVECOT_PHRASES, type DovecotFailureArguments } from './dovecot-failures.ts';
import { ENCODING_PHRASES, type EncodingFailureArguments } from './encoding-failures.ts';
import { EVENT_LOG_CAUSE_PHRASES, type EventLogCauseArguments } from './event-log-cause-failures.ts';
import { EVENT_LOG_PHRASES, type EventLogFailureArguments } from './event-log-failures.ts';
import { EXCHANGE_PHRASES, type ExchangeFailureArguments } from './exchange-failures.ts';
import { EXIM_PHRASES, type EximFailureArguments } from './exim-failures.ts';
import { EXPORT_PHRASES, type ExportFailureArguments } from './export-failures.ts';
import type { FailureTable } from './failure.ts';
import { FILE_CAUSE_PHRASES, type FileCauseFailureArguments } from './file-cause-failures.ts';
import { FILTER_PHRASES, type FilterFailureArguments } from './filter-failures.ts';
import { HOOK_PHRASES, type HookFailureArguments } from './hook-failures.ts';
import { HTTP_SERVER_PHRASES, type HttpServerFailureArguments } from './http-failures.ts';
import { ISSUE_PHRASES, type IssueFailureArguments } from './issue-failures.ts';
import { KEYSTORE_PHRASES, type KeystoreFailureArguments } from './keystore-failures.ts';
import { MAIL_PHRASES, type MailFailureArguments } from './mail-failures.ts';
import { NAME_PHRASES, type NameFailureArguments } from './name-failures.ts';
import { NGINX_PHRASES, type NginxFailureArguments } from './nginx-failures.ts';
import { NOTE_PHRASES, type NoteFailureArguments } from './note-failures.ts';
import { OPENSMTPD_PHRASES, type OpensmtpdFailureArguments } from './opensmtpd-failures.ts';
import { OUTPUT_PHRASES, type OutputFailureArguments } from './output-failures.ts';
import { PROBLEM_PHRASES, type ProblemFailureArguments } from './problem-failures.ts';
import { RECORD_PHRASES, type RecordFailureArguments } from './record-failures.ts';
import { RESOURCE_PHRASES, type ResourceFailureArguments } from './resource-failures.ts';
import { SAID_PHRASES, type SaidFailureArguments } from './said-failures.ts';
import { SECRET_PHRASES, type SecretFailureArguments } from './secret-failures.ts';
import { SETTING_PHRASES, type SettingFailureArguments } from './setting-failures.ts';
import { STATE_DIRECTORY_PHRASES, type StateDirectoryFailureArguments } from './state-directory-failures.ts';
import { STORE_PHRASES, type StoreFailureArguments } from './store-failures.ts';

/** The codes of all failures, with the arguments of each text. */
export interface FailureArguments
  extends StoreFailureArguments,
    ChainFailureArguments,
    EventLogCauseArguments,
    EventLogFailureArguments,
    StateDirectoryFailureArguments,
    DamageFailureArguments,
    IssueFailureArguments,
    NameFailureArguments,
    NoteFailureArguments,
    ExportFailureArguments,
    BackupFailureArguments,
    ProblemFailureArguments,
    RecordFailureArguments,
    ResourceFailureArguments,
    OutputFailureArguments,
    ClientCertificateFailureArguments,
    ConnectionFailureArguments,
    ConversationFailureArguments,
    AttemptFailureArguments,
    MailFailureArguments,
    HookFailureArguments,
    FileCauseFailureArguments,
    SecretFailureArguments,
    ExchangeFailureArguments,
    EximFailureArguments,
    DiagnosticFailureArguments,
    DiscoveryFailureArguments,
    DovecotFailureArguments,
    NginxFailureArguments,
    OpensmtpdFailureArguments,
    SettingFailureArguments,
    SaidFailureArguments,
    EncodingFailureArguments,
    CertificateFileFailureArguments,
    KeystoreFailureArguments,
    ConfigurationFailureArguments,
    HttpServerFailureArguments,
    FilterFailureArguments {}

/** The phrases of all failures, by code. No code is in two tables. */
export const FAILURE_PHRASES: FailureTable<FailureArguments> = {
  ...STORE_PHRASES,
  ...CHAIN_PHRASES,
  ...EVENT_LOG_CAUSE_PHRASES,
  ...EVENT_LOG_PHRASES,
  ...STATE_DIRECTORY_PHRASES,
  ...DAMAGE_PHRASES,
  ...ISSUE_PHRASES,
  ...NAME_PHRASES,
  ...NOTE_PHRASES,
  ...EXPORT_PHRASES,
  ...BACKUP_PHRASES,
  ...PROBLEM_PHRASES,
  ...RECORD_PHRASES,
  ...RESOURCE_PHRASES,
  ...OUTPUT_PHRASES,
  ...CLIENT_CERTIFICATE_PHRASES,
  ...CONNECTION_PHRASES,
  ...CONVERSATION_PHRASES,
  ...ATTEMPT_PHRASES,
  ...MAIL_PHRASES,
  ...HOOK_PHRASES,
  ...FILE_CAUSE_PHRASES,
  ...SECRET_PHRASES,
  ...EXCHANGE_PHRASES,
  ...EXIM_PHRASES,
  ...DIAGNOSTIC_PHRASES,
  ...DISCOVERY_PHRASES,
  ...DOVECOT_PHRASES,
  ...NGINX_PHRASES,
  ...OPENSMTPD_PHRASES,
  ...SETTING_PHRASES,
  ...SAID_PHRASES,
  ...ENCODING_PHRASES,
  ...CERTIFICATE_FILE_PHRASES,
  ...KEYSTORE_PHRASES,
  ...CONFIGURATION_PHRASES,
  ...HTTP_SERVER_PHRASES,
  ...FILTER_PHRASES,
};
