/** What a commit contains is linted and formatted, nothing else. */
const configuration = {
  '*.{ts,js,mjs}': 'eslint --max-warnings=0 --no-warn-ignored',
  '*': 'prettier --check --ignore-unknown',
};

export default configuration;
