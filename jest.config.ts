// Tests run as native ES modules on the pinned Node.js; swc only strips types.
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/test/harness/environment.ts',
  roots: ['<rootDir>/src', '<rootDir>/detectors', '<rootDir>/test', '<rootDir>/policies', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  // What takes minutes has a script of its own, which sets LONG: npm run test:crash, npm run test:acts.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['LONG'] === undefined ? [String.raw`\.long\.test\.ts$`] : []),
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
