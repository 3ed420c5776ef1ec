import { basename } from 'node:path';
import { requireNode } from '#kernel';

/** How npm starts the programs of this folder. */
const COMMANDS: Readonly<Record<string, string>> = {
  'migrate.main.js': 'npm run migration:run',
  'reseal.main.js': 'npm run secrets:reseal',
};

// The first import of the program: the imports after it need a recent version of Node.
requireNode(COMMANDS[basename(process.argv[1] ?? '')] ?? 'npm run start:connector');
