import { type ConfigFault, ConfigFaults } from './config-faults.error.js';
import type { VariableName } from './app-config.js';

/** Reads single variables and collects what is wrong with them. An empty variable counts as unset. */
export class Environment {
  private readonly faults: ConfigFault[] = [];

  constructor(private readonly values: Readonly<Record<string, string | undefined>>) {}

  text(variable: VariableName): string | undefined {
    return this.values[variable]?.trim() || undefined;
  }

  /** The parsed value, or the fallback if the variable is unset or invalid; an error is collected. */
  parsed<Value>(variable: VariableName, fallback: Value, parse: (text: string) => Value): Value {
    const text = this.text(variable);
    if (text === undefined) return fallback;
    try {
      return parse(text);
    } catch (error) {
      this.fault(variable, error instanceof Error ? error.message : 'is not usable.');
      return fallback;
    }
  }

  fault(variable: VariableName, detail: string): void {
    this.faults.push({ variable, detail });
  }

  /** @throws ConfigFaults if there are errors. */
  finish(): void {
    if (this.faults.length > 0) throw new ConfigFaults(this.faults);
  }
}
