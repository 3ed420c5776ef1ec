import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_OVERLAP_MINUTES } from '../domain/previous-secrets.js';

/** How a secret is rotated. All of it may be left out. */
export class RotateSecretDto {
  /**
   * How long the former value counts, too: up to 43200 (30 days). Default 0: it stops working at once, as it must when it may be known
   * to others.
   * @example 60
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_MINUTES)
  readonly overlapMinutes?: number;

  /**
   * The new value, by the rules of the setting. Generated when left out; only what Engage makes (`realtimeAccessToken`) must be given.
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  readonly value?: string;
}
