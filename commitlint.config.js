/** `type(scope): imperative` in at most 72 characters, and a body that says why. */
const configuration = {
  rules: {
    'header-max-length': [2, 'always', 72],
    'type-enum': [
      2,
      'always',
      ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'],
    ],
    'scope-empty': [2, 'never'],
    'scope-case': [2, 'always', 'kebab-case'],
    'subject-empty': [2, 'never'],
    'subject-case': [2, 'never', ['sentence-case', 'start-case', 'pascal-case', 'upper-case']],
    'subject-full-stop': [2, 'never', '.'],
    'body-empty': [2, 'never'],
    'body-leading-blank': [2, 'always'],
  },
  helpUrl: 'See "Commits" in CONTRIBUTING.md.',
};

export default configuration;
