import { startCognigy } from './cognigy-side.js';
import { contentMatrix } from './matrix.js';

contentMatrix('cognigy', startCognigy);
