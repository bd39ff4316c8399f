import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { roomImports } from './.eslint/room-imports.js';
import { IO_PARTS, PURE_ROOMS } from './.eslint/rooms.js';

const IO_MODULES = ['fs', 'fs/promises', 'net', 'http', 'https', 'dgram', 'tls', 'child_process', 'worker_threads', 'os', 'dns'].flatMap(
  (name) => [name, `node:${name}`],
);
const IMPURE = 'a pure room gets time, chance and environment as values (docs/architecture.md)';
const ONLY_CLI = 'only cli may touch this; take a clock, a random function or a notify as an argument';
const WORLD = [
  { object: 'Date', property: 'now', message: ONLY_CLI },
  { object: 'Math', property: 'random', message: ONLY_CLI },
  { object: 'process', property: 'env', message: ONLY_CLI },
  { object: 'process', property: 'exit', message: ONLY_CLI },
];
const tests = ['**/*.test.ts', '**/*.contract.ts', '**/*.test-d.ts'];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.tools/', '**/fixtures/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { aiops: { rules: { 'room-imports': roomImports } } },
    rules: {
      'aiops/room-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Callbacks and interfaces are plain objects of functions here; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // An async method without await fits an interface whose other implementations wait.
      '@typescript-eslint/require-await': 'off',
      // Control characters in input are what several checks look for.
      'no-control-regex': 'off',
      // Loops of the hot path declare what they assign in their condition.
      'no-useless-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'a door is a hand-written list of names' },
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
      ],
    },
  },
  {
    files: ['exporter/src/**/*.ts'],
    ignores: ['exporter/src/cli/**', ...tests],
    rules: { 'no-restricted-properties': ['error', ...WORLD], 'no-console': 'error' },
  },
  {
    files: PURE_ROOMS.map((room) => `exporter/src/${room}/**/*.ts`),
    ignores: [...tests, ...IO_PARTS.map((part) => `exporter/src/${part}${part.endsWith('/') ? '**' : ''}`)],
    rules: { 'no-restricted-imports': ['error', { paths: IO_MODULES.map((name) => ({ name, message: IMPURE })) }] },
  },
  // Examples in docstrings are run, and expect.any is `any`.
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: ['vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly' } },
  },
);
