/** The events of Engage that this service needs. */
export abstract class WebhookEvents {
  /** Names, as in `registered_events[]`. */
  abstract needed(): readonly string[];
}
