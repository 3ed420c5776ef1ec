import { MessageRow } from './message.row.js';

/** TypeORM rows of this lib, for the data source. */
export const handoverEntities = [MessageRow];
