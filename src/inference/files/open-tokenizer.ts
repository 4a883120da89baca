import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { readFile } from 'node:fs/promises'
import { AppError } from '../../spec/errors.ts'
import { fewerMarks } from '../../spec/text/fold-letters.ts'
import type { Tokenizer } from '../../spec/tokenizer.ts'
import { rememberEncoded } from './remember-encoded.ts'

const PLAIN = { skip_special_tokens: false, clean_up_tokenization_spaces: false }

/**
 * Opens a `tokenizer.json`. Its added tokens are left out, so that "<|im_end|>" or "[SEP]" inside a
 * text is split like any other text: no user and no page can forge the frame around it. Throws
 * MODEL_MISSING or MODEL_CORRUPT.
 */
export const openTokenizer = async (path: string): Promise<Tokenizer> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('MODEL_MISSING', `The tokenizer ${path} can't be read.`, { cause })
  })
  try {
    const file = JSON.parse(text) as { readonly added_tokens?: readonly AddedToken[] }
    const inner = new HuggingFaceTokenizer({ ...file, added_tokens: [] }, {})
    return tokenizerOf(inner, file.added_tokens ?? [])
  } catch (cause) {
    throw new AppError('MODEL_CORRUPT', `${path} is no tokenizer.`, { cause })
  }
}

type AddedToken = { readonly content: string; readonly id: number }

const tokenizerOf = (inner: HuggingFaceTokenizer, added: readonly AddedToken[]): Tokenizer => {
  const control = new Map(added.map(({ content, id }) => [content, id]))
  return {
    encode: rememberEncoded((text) =>
      text === '' ? [] : inner.encode(fewerMarks(text), { add_special_tokens: false }).ids,
    ),
    decode: (ids) => (ids.length === 0 ? '' : inner.decode([...ids], PLAIN)),
    controlId: (token) => {
      const id = control.get(token) ?? inner.token_to_id(token)
      if (id === undefined) throw new Error(`no token ${token} in the vocabulary: this is a bug`)
      return id
    },
  }
}
