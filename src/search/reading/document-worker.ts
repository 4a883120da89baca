import { AppError, isAppError, type ErrorCode } from '../../spec/errors.ts'
import { boundUnpacking } from '../pages/bound-unpacking.ts'
import { cutSnippets, type Snippet } from '../snippets/cut-snippets.ts'
import { extractText, type ExtractedPage, type RawDocument } from '../pages/extract-text.ts'

// The thread that read-document.ts starts. What parses foreign bytes is imported here alone.

/** A result as it crosses threads, where an error would lose its code. */
export type Outcome<Result> =
  | { readonly result: Result }
  | { readonly failure: { readonly code: ErrorCode; readonly message: string } }

boundUnpacking()

export const read = (document: RawDocument): Promise<Outcome<ExtractedPage>> =>
  outcomeOf(document.name, () => extractText(document))

/** Without their texts, which are the page's from `start` to `end`. */
export const cut = (page: {
  readonly text: string
  readonly title: string
}): Promise<Outcome<readonly Omit<Snippet, 'text'>[]>> =>
  outcomeOf(page.title, () =>
    cutSnippets(page).map(({ start, end, title }) => ({ start, end, title })),
  )

const outcomeOf = async <Result>(
  name: string,
  work: () => Result | Promise<Result>,
): Promise<Outcome<Result>> => {
  try {
    return { result: await work() }
  } catch (error) {
    const { code, message } = isAppError(error) ? error : unreadable(name, error)
    return { failure: { code, message } }
  }
}

const unreadable = (name: string, error: unknown): AppError => {
  // Where the stack or an array has no more room, the parser met what it was not made for.
  if (error instanceof RangeError)
    return new AppError(
      'DOCUMENT_TOO_COMPLEX',
      `${name} is nested too deeply, or unpacks to too much.`,
    )
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return new AppError('UNSUPPORTED_DOCUMENT', `${name} can't be read: ${reason}`)
}
