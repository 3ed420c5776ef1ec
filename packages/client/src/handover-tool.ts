const NAME = 'hand_over_to_human';
const DESCRIPTION =
  'Hands the conversation over to a human agent. Use it when the customer asks for a person, when you cannot help, or when the customer is upset. ' +
  'Tell the customer that a colleague will take over. After that, stay silent until the handover ends.';

/** What the model fills in: members of the body of `startHandover`. */
const PARAMETERS = {
  type: 'object',
  properties: {
    reason: {
      type: 'string',
      maxLength: 1000,
      description: 'Why a person is needed, in one sentence. The agent reads it.',
    },
    summary: {
      type: 'string',
      maxLength: 10_000,
      description: 'What the customer wants and what was tried so far, in at most five sentences. The agent reads it.',
    },
  },
  required: ['reason', 'summary'],
  additionalProperties: false,
} as const;

/** The arguments of a call of the tool: spread them into the body of `startHandover`. */
export interface HandoverToolArguments {
  readonly reason: string;
  readonly summary: string;
}

/** The tool in the form of Anthropic's Messages API. */
export const ANTHROPIC_HANDOVER_TOOL = { name: NAME, description: DESCRIPTION, input_schema: PARAMETERS } as const;

/** The tool in the form of OpenAI's Chat Completions API. */
export const OPENAI_HANDOVER_TOOL = {
  type: 'function',
  function: { name: NAME, description: DESCRIPTION, parameters: PARAMETERS, strict: false },
} as const;
