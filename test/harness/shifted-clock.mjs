import process from 'node:process';

// Loaded before a connector process: its machine shows another time, by CLOCK_SHIFT_MS milliseconds. Timers and the database's clock do not change.

const shiftMs = Number(process.env['CLOCK_SHIFT_MS']);
const MachineDate = Date;

globalThis.Date = class Date extends MachineDate {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [Date.now()]));
  }

  static now() {
    return MachineDate.now() + shiftMs;
  }
};
