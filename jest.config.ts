// Tests run as native ES modules on the pinned Node.js; swc only strips types.
import type { Config } from 'jest';

/** Browsers, faults, load: `npm run test:slow`. `npm test` leaves them out, unless one is named. */
const slow = [
  'src/extract/files/archives/archives',
  'src/workers/(?:long-text|worker-pool|with-pictures)',
  'test/archive/',
  'test/cli/prepared-start',
  'test/console/',
  'test/crash/',
  'test/keeping/',
  'test/review/limits',
  'test/scenarios/(?:alerts|archive|back-pressure|bombs|delivery|fairness|hostile|next-hop-health|outage)',
  'test/scenarios/(?:pictures-in-line|policy-versions|signatures)',
];
const suites = process.env['SUITES'] ?? 'quick';
const pathOf = (name: string): string => String.raw`/${name}[^/]*\.test\.ts$`;

const config: Config = {
  testEnvironment: '<rootDir>/test/harness/environment.ts',
  roots: ['<rootDir>/src', '<rootDir>/detectors', '<rootDir>/test', '<rootDir>/policies', '<rootDir>/scripts'],
  testRegex: suites === 'slow' ? slow.map(pathOf) : [String.raw`\.test\.ts$`],
  // What takes many minutes has a script of its own, which sets LONG: npm run test:crash, npm run test:acts.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['LONG'] === undefined ? [String.raw`\.long\.test\.ts$`] : []),
    ...(suites === 'quick' ? slow.map(pathOf) : []),
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/test/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/harness/global-teardown.ts',
  maxWorkers: 2,
  // Ends only what hangs, also on a machine that does several things at once.
  testTimeout: 240_000,
};
export default config;
