import type { Usage } from '../borrowed/usage.ts'

/** As Chat Completions and Completions name them. */
export const completionUsage = ({ input, output }: Usage): object => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
})

/** As Responses names them. */
export const responseUsage = ({ input, output }: Usage): object => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: input + output,
})
