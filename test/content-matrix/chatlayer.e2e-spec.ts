import { startChatlayer } from './chatlayer-side.js';
import { contentMatrix } from './matrix.js';

contentMatrix('chatlayer', startChatlayer);
