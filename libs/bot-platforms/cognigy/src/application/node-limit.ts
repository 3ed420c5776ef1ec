/** Cognigy's HTTP Request node sends no larger body, on any installation. */
export const NODE_LIMIT_BYTES = 65_000;
/** Above this size, a few more turns would be too many. */
const NEAR_LIMIT_BYTES = NODE_LIMIT_BYTES * 0.8;

/** Warnings for the flow's builder about the size of a start, before the node fails. */
export function sizeWarnings(bytes: number, transcriptWasCut: boolean): string[] {
  return [
    ...(transcriptWasCut
      ? ['The transcript was cut off; agents see its complete turns. Lower the limit of the Get Transcript node.']
      : []),
    ...(bytes >= NEAR_LIMIT_BYTES
      ? [
          `This request has ${bytes} bytes. Cognigy's HTTP Request node fails above ${NODE_LIMIT_BYTES}: shorten transcript and profile by the Code node of the setup guide.`,
        ]
      : []),
  ];
}
