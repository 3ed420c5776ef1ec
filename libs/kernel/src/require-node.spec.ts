import { expect, it } from 'vitest';
import { nodeFault } from './require-node.js';

it.each(['24.0.0', '24.21.0', '26.1.0'])('runs on Node %s', (version) => {
  expect(nodeFault(version, 'npm start')).toBeUndefined();
});

it.each(['20.20.2', '22.14.0', '9.0.0'])('says in one line that Node %s is too old', (version) => {
  expect(nodeFault(version, 'npm start')).toMatch(
    new RegExp(
      `^This program needs Node 24 or newer, and this is Node ${version}\\. Start it with npm \\(npm start\\).*$`,
    ),
  );
});
