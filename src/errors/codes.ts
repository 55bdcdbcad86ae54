/** Registry of error codes. `docs/errors.md` is generated from it, and a test compares the two. */
import type { ErrorEntry } from './error-entry.ts';
import { receiveCodes } from './receive-codes.ts';

const registry = {
  ...receiveCodes,
  // store
  'store.unreachable': { meaning: 'The database cannot be reached', retry: 'transient' },
  'store.commit-unknown': {
    meaning: 'The database was lost before it confirmed a new message',
    retry: 'transient',
  },
  'store.folder-in-use': { meaning: 'Another Hallpass is using this data folder', retry: 'permanent' },
  'store.embedded-failed': { meaning: 'The embedded PostgreSQL did not start', retry: 'permanent' },
  'store.migration-failed': { meaning: 'The database could not be migrated to this version', retry: 'permanent' },
  'store.lost-lease': {
    meaning: 'Another worker has taken the message over, or its state has changed',
    retry: 'permanent',
  },
  'store.not-found': { meaning: 'There is no such message', retry: 'permanent' },
  'store.altered-body': { meaning: 'The stored body does not match its SHA-256', retry: 'permanent' },
  'store.bad-ciphertext': { meaning: 'A stored value cannot be decrypted', retry: 'permanent' },
  'keys.unknown': { meaning: 'The key that encrypted the value is not available', retry: 'permanent' },
  'keys.bad-format': { meaning: 'The key is not 32 bytes in base64 or hex', retry: 'permanent' },
  'keys.not-this-database': { meaning: 'The database was created with a different key', retry: 'permanent' },
  'keys.other-process': {
    meaning: 'A running process still encrypts with another key; restart it with the new key first',
    retry: 'transient',
  },
  'keys.not-rotated': { meaning: 'Some values still need an older key; run the command again', retry: 'transient' },
  'store.moved': { meaning: 'The database of this data folder was moved to a server', retry: 'permanent' },
  // backups
  'backup.exists': { meaning: 'A file with this name already exists', retry: 'permanent' },
  'backup.damaged': { meaning: 'The backup is damaged or incomplete', retry: 'permanent' },
  'backup.newer': { meaning: 'The backup was made by a newer version', retry: 'permanent' },
  'backup.not-empty': { meaning: 'The database to restore into is not empty', retry: 'permanent' },
  // queue
  'queue.unreachable': { meaning: 'The queue cannot be reached', retry: 'transient' },
  // extract and detect
  'scan.timed-out': { meaning: 'Scanning the message took longer than the limit', retry: 'transient' },
  'scan.out-of-memory': {
    meaning: 'Scanning the message needed more memory than the limit',
    retry: 'transient',
  },
  'scan.worker-died': { meaning: 'The worker that scanned the message died', retry: 'transient' },
  'scan.not-running': { meaning: 'The scan workers are shut down', retry: 'transient' },
  'reader.missing': { meaning: 'There is no sentence model', retry: 'permanent' },
  'reader.not-loaded': { meaning: 'The sentence model cannot be used', retry: 'permanent' },
  'detectors.bad-options': { meaning: 'The options of a detector are not valid', retry: 'permanent' },
  'detectors.not-loaded': { meaning: 'A detector could not be loaded', retry: 'permanent' },
  // decide
  'policy.not-found': { meaning: 'There is no such policy pack', retry: 'permanent' },
  'policy.invalid': { meaning: 'The policy pack is not valid', retry: 'permanent' },
  'policy.stored-refused': {
    meaning: 'The version of the policy that is in force does not pass the checks of this program',
    retry: 'permanent',
  },
  // directory
  'roster.not-readable': { meaning: 'The roster cannot be read', retry: 'permanent' },
  'roster.no-students': { meaning: 'The roster cannot be used', retry: 'permanent' },
  'roster.refused': { meaning: 'The roster was not imported; the previous one stays active', retry: 'permanent' },
  'roster.busy': { meaning: 'Another import of a roster is running', retry: 'transient' },
  'roster.provider-unreachable': {
    meaning: 'The OneRoster service cannot be reached, or it is busy',
    retry: 'transient',
  },
  'roster.provider-denied': { meaning: 'The OneRoster service refuses the credentials', retry: 'permanent' },
  'roster.provider-answer': {
    meaning: 'The OneRoster service returned an answer that cannot be used',
    retry: 'permanent',
  },
  'roster.damaged': { meaning: 'The stored roster cannot be opened', retry: 'permanent' },
  // act
  'deliver.hop-down': { meaning: 'The next hop cannot be reached', retry: 'transient' },
  'deliver.hop-dns': { meaning: 'The name of the next hop cannot be resolved', retry: 'transient' },
  'deliver.hop-tls': { meaning: 'The next hop offers no TLS, or the encrypted connection fails', retry: 'transient' },
  'deliver.hop-certificate': { meaning: 'The certificate of the next hop cannot be verified', retry: 'transient' },
  'deliver.hop-login': { meaning: 'The next hop refuses the login', retry: 'transient' },
  'deliver.hop-refused': { meaning: 'The next hop refuses the session', retry: 'transient' },
  'deliver.hop-slow': { meaning: 'The next hop is too slow to answer', retry: 'transient' },
  'alerts.webhook-failed': { meaning: 'An alert could not be posted to a webhook', retry: 'transient' },
  'archive.not-reached': { meaning: 'The archive cannot be reached or is full', retry: 'transient' },
  'archive.refused': { meaning: 'The archive refused the copy', retry: 'transient' },
  'archive.differs': { meaning: 'The archive has another message under this name', retry: 'transient' },
  'archive.withheld': {
    meaning: 'The message contains a picture that may be sexually explicit; such messages are not archived',
    retry: 'permanent',
  },
  'archive.bad-file': { meaning: 'This is not an archive file', retry: 'permanent' },
  'archive.unknown-rule': {
    meaning: 'The section archive names rules that the policy pack does not have',
    retry: 'permanent',
  },
  'deliver.refused': { meaning: 'The next hop refused the message', retry: 'permanent' },
  'deliver.deferred': { meaning: 'The next hop deferred the message', retry: 'transient' },
  'deliver.unreachable': { meaning: 'No next hop could be reached', retry: 'transient' },
  'link.invalid': { meaning: 'The link was not made by this gateway, or was altered', retry: 'permanent' },
  'link.expired': { meaning: 'The link has expired', retry: 'permanent' },
  'link.used': { meaning: 'A decision about the message has already been made', retry: 'permanent' },
  // config and command line
  'config.invalid': { meaning: 'The configuration is not valid', retry: 'permanent' },
  'config.not-readable': { meaning: 'The configuration cannot be read', retry: 'permanent' },
  'cli.file-refused': { meaning: 'A file or folder cannot be used', retry: 'permanent' },
  'cli.usage': { meaning: 'The command line is not valid', retry: 'permanent' },
  'start.port-in-use': { meaning: 'A port is already in use', retry: 'permanent' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof registry;
export const errorCodes: Readonly<Record<ErrorCode, ErrorEntry>> = registry;
