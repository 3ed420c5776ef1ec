import { requireNode } from '#kernel';

// The first import of the program: the imports after it need a recent version of Node.
requireNode('npm start');
