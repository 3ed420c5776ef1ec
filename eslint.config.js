import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const testFiles = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.e2e-spec.ts',
  '**/*.contract.ts',
  '**/testing/**/*.ts',
  'libs/testing/**/*.ts',
  'test/**/*.ts',
  'bench/**/*.ts',
];

const literalSpread = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'Write the properties themselves; when the function gets too long, extract one.',
};
/** Allows what `no-restricted-syntax` forbids elsewhere, but no literal spreads. */
const ownSources = { 'no-restricted-syntax': ['error', literalSpread] };
/** Scripts of pages, typed by comments; each folder has a tsconfig.json of its own. */
const pageScripts = ['libs/*/page/*.js'];

export default tseslint.config(
  {
    ignores: [
      'packages/client/src/generated/**',
      'packages/client/dist/**',
      'dist/**',
      'node_modules/**',
      '.data/**',
      'coverage/**',
      'docs/.vitepress/{cache,dist}/**',
      '**/*.cjs',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts', ...pageScripts],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 6 }],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Read the environment in libs/config only.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Ask the Clock.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the Clock.' },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        {
          selector: "CallExpression[callee.property.name='filter'][arguments.0.name='isJsonObject']",
          message: 'Use readObjects of the kernel.',
        },
        {
          selector:
            "ConditionalExpression[test.callee.name='isJsonObject'][alternate.type='ObjectExpression'][alternate.properties.length=0]",
          message: 'Use readObject of the kernel.',
        },
        literalSpread,
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: pageScripts, rules: { 'no-undef': 'off', 'no-restricted-syntax': 'off' } }, // the compiler knows the browser's names
  { files: ['**/*.dto.ts', '**/*.row.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } }, // SQL in one piece
  {
    files: ['libs/**/*.ts', 'apps/connector/**/*.ts'],
    ignores: ['libs/kernel/src/read-json.ts', ...testFiles],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'JSON', property: 'parse', message: 'It changes long numbers: use readJson of the kernel.' },
      ],
    },
  },
  { files: ['libs/kernel/src/{clock,foreign-json}.ts'], rules: ownSources },
  { files: ['libs/config/**/*.ts'], rules: ownSources },
  { files: ['apps/*/src/*.environment.ts'], rules: ownSources },
  {
    files: testFiles,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      complexity: 'off',
      ...ownSources,
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  { files: ['packages/**/*.ts'], ...tseslint.configs.disableTypeChecked }, // types of what is generated first
  {
    files: ['**/*.js', '**/*.mjs', 'vitest.config.ts'],
    ignores: pageScripts,
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, ...ownSources },
  },
  {
    files: ['**/public/**/*.js'],
    languageOptions: { globals: globals.browser },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
);
