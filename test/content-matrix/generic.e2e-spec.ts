import { startGeneric } from './generic-side.js';
import { contentMatrix } from './matrix.js';

contentMatrix('generic', startGeneric);
