/** A text without what its model thought aloud, and how the thoughts were told from the reply. */
export type Said = {
  readonly text: string
  /** `bare`: only the end of the thoughts is marked, since the template wrote their beginning. */
  readonly thoughts: 'none' | 'marked' | 'bare'
}

const NAMES = 'think|thinking|thought|thoughts|reasoning|reflection|seed:think'
const OPENING = new RegExp(
  `<(?:${NAMES})>|\\[THINK\\]|<\\|(?:begin_of_thought|START_THINKING)\\|>`,
  'iu',
)
const CLOSING = new RegExp(
  `^[^]*(?:</(?:${NAMES})>|\\[/THINK\\]|<\\|(?:end_of_thought|END_THINKING)\\|>)`,
  'iu',
)
// The channels of gpt-oss; the second is what is left of them where a server takes the control tokens out.
const CHANNEL =
  /<\|channel\|>\s*(\w+)(?:[^\w<][^<]*)?<\|message\|>([^]*?)(?=<\|(?:end|return|call|start|channel)\|>|$)/gu
const BARE_CHANNELS = /^(?:analysis|commentary)(?=[\p{Lu}\s])(?:[^]*assistantfinal)?/u

/**
 * What is said in a text. Thoughts that were cut off leave nothing behind them; of a model whose template
 * begins its thoughts (`thinksFirst`), so does a text in which they do not end.
 */
export const saidIn = (text: string, thinksFirst = false): Said => {
  const channels = [...text.matchAll(CHANNEL)]
  if (channels.length > 0) {
    const final = channels.filter(([, name]) => name === 'final').map(([, , said = '']) => said)
    return { text: final.join('\n').trim(), thoughts: 'marked' }
  }
  const bare = BARE_CHANNELS.exec(text)?.[0]
  if (bare !== undefined) {
    const said = bare.endsWith('final') ? text.slice(bare.length) : ''
    return { text: said.trim(), thoughts: 'marked' }
  }
  const thoughts = CLOSING.exec(text)?.[0]
  const rest = text.slice(thoughts?.length ?? 0)
  const opening = OPENING.exec(rest)
  const said = opening === null ? rest : rest.slice(0, opening.index)
  if (thoughts !== undefined)
    return { text: said.trimStart(), thoughts: OPENING.test(thoughts) ? 'marked' : 'bare' }
  if (opening !== null) return { text: said.trimStart(), thoughts: 'marked' }
  return { text: thinksFirst ? '' : text, thoughts: 'none' }
}
