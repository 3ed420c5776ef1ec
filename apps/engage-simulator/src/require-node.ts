import { requireNode } from '#kernel';

// The first import of the program: those after it need a Node that has what they use.
requireNode();
