import { load } from 'cheerio'
import { z } from 'zod'
import { alignQuote } from '../../src/agent/align-quote.ts'
import { cite, declined } from '../../src/agent/cite.ts'
import { contentWords } from '../../src/agent/content-words.ts'
import { extractCandidates, isYesNo } from '../../src/agent/extract-candidates.ts'
import { countWords, extractsAround } from '../../src/agent/extracts.ts'
import { isFramed } from '../../src/agent/crisis-frames.ts'
import { plainSentences } from '../../src/agent/crisis-text.ts'
import { turnsAway } from '../../src/agent/crisis-turn-away.ts'
import { mendWord } from '../../src/agent/crisis-typos.ts'
import { findCrisis } from '../../src/agent/find-crisis.ts'
import { fitDialogue } from '../../src/agent/fit-dialogue.ts'
import { inManner, mannerOf } from '../../src/agent/manner.ts'
import { bestPart } from '../../src/agent/read-passages.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { showPassages } from '../../src/agent/show-passages.ts'
import { safeEvidence } from '../../src/agent/safe-evidence.ts'
import { streamReply } from '../../src/agent/stream-reply.ts'
import { withoutEchoes } from '../../src/agent/without-echoes.ts'
import { countTokens } from '../../src/inference/openai-draw.ts'
import { asPlainText, renderMessages } from '../../src/inference/openai-prompts.ts'
import { saidIn } from '../../src/inference/openai-thoughts.ts'
import { renderPrompt } from '../../src/inference/render-prompt.ts'
import { packAsked, packPassage, packReply } from '../../src/reward/pack-passage.ts'
import { packDialogue, packRow, packRule } from '../../src/reward/pack-row.ts'
import { planRows } from '../../src/reward/plan-rows.ts'
import { lastSaid, renderDialogue, renderEvidence } from '../../src/reward/render-row.ts'
import { addressScore } from '../../src/search/address-score.ts'
import { bindUnits } from '../../src/search/bind-units.ts'
import { breakControlTokens, cleanText, tidyLines } from '../../src/search/clean-text.ts'
import { cutSnippets } from '../../src/search/cut-snippets.ts'
import { decodeAs } from '../../src/search/decode-as.ts'
import { charsetOf, decodeText } from '../../src/search/decode-text.ts'
import { detectText } from '../../src/search/detect-text.ts'
import { rawText } from '../../src/search/dom.ts'
import { failureReason } from '../../src/search/failure-reason.ts'
import { foldDisguises } from '../../src/search/fold-disguises.ts'
import { hashText } from '../../src/search/hash-text.ts'
import { hiddenSelectors } from '../../src/search/hidden-selectors.ts'
import { htmlDepth } from '../../src/search/html-depth.ts'
import { indexTerms, queryTerms } from '../../src/search/index-terms.ts'
import { markSuspicious } from '../../src/search/mark-suspicious.ts'
import { markdownDepth } from '../../src/search/markdown-depth.ts'
import { measureText } from '../../src/search/measure-text.ts'
import { createMediaWiki } from '../../src/search/mediawiki.ts'
import { toPassage } from '../../src/search/passage-row.ts'
import { renderText } from '../../src/search/render-text.ts'
import { createRobots } from '../../src/search/robots.ts'
import { screenEvidence, speaksToAgent } from '../../src/search/screen-evidence.ts'
import { textUnits } from '../../src/search/text-units.ts'
import { checkUrl, refusal } from '../../src/search/url-guard.ts'
import { queryText } from '../../src/search/web-search.ts'
import { digest } from '../../src/server/access.ts'
import { createHostCheck, isLoopback } from '../../src/server/host-names.ts'
import { errorBody, shortened, toAppError } from '../../src/server/error-body.ts'
import { parseInput } from '../../src/server/parse-input.ts'
import { describeFailure } from '../../src/server/report-failure.ts'
import { openAiError } from '../../src/server/routes/openai/openai-error.ts'
import { readChatRequest, readResponsesRequest } from '../../src/server/routes/openai/request.ts'
import { turnIdIn } from '../../src/server/routes/openai/response.ts'
import { isAbstention, saysUnknown } from '../../src/spec/abstention.ts'
import { claimsOf, withoutListNumbers, withoutMarkers } from '../../src/spec/claims.ts'
import { codeBlocks, codeOf, isCodeBlock } from '../../src/spec/code-blocks.ts'
import { joinThousands, spacedNumbers } from '../../src/spec/number-groups.ts'
import { isSafeUrl } from '../../src/spec/safe-url.ts'
import { isSound } from '../../src/spec/citation.ts'
import { AppError } from '../../src/spec/errors.ts'
import { compatible, fewerMarks } from '../../src/spec/fold-letters.ts'
import { missingFrom } from '../../src/spec/missing-values.ts'
import { segmentsOf } from '../../src/spec/segments.ts'
import { passageParts } from '../../src/spec/passage-parts.ts'
import { fromCodePoints, isSpanOf, slice, toCodePoints, trimSpan } from '../../src/spec/span.ts'
import { splitStatements } from '../../src/spec/split-statements.ts'
import type { Dialogue } from '../../src/spec/turn.ts'
import { lastUserText, wellFormed } from '../../src/spec/turn.ts'

import { fakeReader, readOf as readEvidenceOf } from './fakes.ts'

/** Fed with a text; what it does with it is of no interest, but how long it takes. */
export type Feed = (text: string) => unknown

const whole = (text: string) => ({ start: 0, end: text.length })
const evidenceOf = (text: string) => ({ id: 'e', text, title: text, source: 's' })
const readOf = (text: string) => readEvidenceOf(evidenceOf(text))
const dialogueOf = (text: string): Dialogue => [
  { participant: 'user', text },
  { participant: 'agent', text },
  { participant: 'user', text },
]
const scorecard = {
  score: 0,
  preference: 0,
  rules: {},
  support: null,
  blocked: [],
  warned: [],
}
const candidateOf = (text: string) => ({
  index: 0,
  text,
  evidence: [],
  checkedAgainst: [],
  scorecard: {
    ...scorecard,
    statements: splitStatements(text).map((span) => ({ ...span, checkable: true, support: 0.4 })),
  },
})
const citing = { ...DEFAULT_SETTINGS, grounded: true }
const tokenizer = {
  encode: (text: string) => (text.match(/\S{1,4}/gu) ?? []).map((word) => word.charCodeAt(0)),
  decode: () => '',
  controlId: () => 1,
}
const format = {
  preamble: '',
  tokens: { start: 1, end: 2 },
  roles: { user: 'u', agent: 'a', 'search-results': 's', 'search-query': 'q' },
}
const signal = new AbortController().signal
const refused = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
const answering = (body: unknown) => async () => ({
  ok: true,
  status: 200,
  body: new Blob([JSON.stringify(body)]).stream(),
})
const pageOf = (text: string) => {
  const $ = load(`<body><h1></h1><p></p><pre></pre><ul><li></li></ul><sup></sup></body>`)
  $('h1,p,pre,li,sup').text(text)
  return $.root().get(0)
}
const onPage =
  (read: (root: NonNullable<ReturnType<typeof pageOf>>) => unknown): Feed =>
  (text) => {
    const root = pageOf(text)
    return root && read(root)
  }

export const FED: Readonly<Record<string, Feed>> = {
  'agent/align-quote.ts alignQuote': (text) => [alignQuote(text, 'So.'), alignQuote('So.', text)],
  'agent/cite.ts cite': (text) => cite(candidateOf(text), citing),
  'agent/cite.ts declined': declined,
  'agent/content-words.ts contentWords': contentWords,
  // Only ends of a text are read, as plain sentences.
  'agent/crisis-frames.ts isFramed': (text) => isFramed(text.slice(0, 6_000)),
  'agent/crisis-text.ts plainSentences': plainSentences,
  'agent/crisis-turn-away.ts turnsAway': turnsAway,
  'agent/crisis-typos.ts mendWord': mendWord,
  'agent/extract-candidates.ts extractCandidates': (text) =>
    extractCandidates(fakeReader(), dialogueOf(text), [readOf(text)], 3),
  'agent/extract-candidates.ts isYesNo': isYesNo,
  'agent/extracts.ts countWords': countWords,
  'agent/extracts.ts extractsAround': (text) => {
    const parts = passageParts(text)
    return [0, parts.length >> 1, parts.length - 1].map((at) =>
      extractsAround(evidenceOf(text), parts, at),
    )
  },
  'agent/find-crisis.ts findCrisis': (text) => findCrisis(dialogueOf(text)),
  'agent/fit-dialogue.ts fitDialogue': (text) =>
    fitDialogue(dialogueOf(text), 500, { countTokens: (one) => one.length }),
  'agent/manner.ts inManner': (text) => inManner(text, { start: 'Well,', end: ', Captain.' }),
  'agent/manner.ts mannerOf': (text) =>
    mannerOf([text, `${text}.`], dialogueOf(text), [evidenceOf(text)]),
  'agent/read-passages.ts bestPart': (text) => bestPart(readOf(text)),
  'agent/safe-evidence.ts safeEvidence': (text) =>
    safeEvidence([{ ...evidenceOf(text), url: text }]),
  'agent/show-passages.ts showPassages': (text) => showPassages([readOf(text)]),
  'agent/stream-reply.ts streamReply': (text) => [
    ...streamReply({ text, citations: [], statements: [], abstained: false }),
  ],
  'agent/without-echoes.ts withoutEchoes': (text) =>
    withoutEchoes({ ...scorecard, statements: [] }, text, `what ${text}`),
  'inference/openai-draw.ts countTokens': countTokens,
  'inference/openai-prompts.ts asPlainText': asPlainText,
  'inference/openai-prompts.ts renderMessages': (text) =>
    renderMessages({ dialogue: dialogueOf(text), evidence: [evidenceOf(text)], writes: 'agent' }),
  'inference/render-prompt.ts renderPrompt': (text) =>
    renderPrompt(
      { dialogue: dialogueOf(text), evidence: [evidenceOf(text)], writes: 'agent' },
      tokenizer,
      format,
    ),
  'inference/openai-thoughts.ts saidIn': (text) => saidIn(text),
  'reward/pack-passage.ts packAsked': (text) => packAsked(tokenizer, dialogueOf(text)),
  'reward/pack-passage.ts packPassage': (text) =>
    packPassage(tokenizer, dialogueOf(text), evidenceOf(text), passageParts(text)),
  'reward/pack-passage.ts packReply': (text) =>
    packReply(tokenizer, dialogueOf(text), evidenceOf(text), text),
  'reward/pack-row.ts packDialogue': (text) => packDialogue(tokenizer, dialogueOf(text)),
  'reward/pack-row.ts packRow': (text) =>
    packRow(tokenizer, dialogueOf(text), tokenizer.encode(text), [[1]]),
  'reward/pack-row.ts packRule': (text) => packRule(tokenizer, text),
  'reward/plan-rows.ts planRows': (text) =>
    planRows(
      tokenizer,
      { dialogue: dialogueOf(text), reply: 'It is so.', evidence: [evidenceOf(text)] },
      () => Promise.resolve(),
    ),
  'reward/render-row.ts lastSaid': (text) => lastSaid(dialogueOf(text)),
  'reward/render-row.ts renderDialogue': (text) => renderDialogue(dialogueOf(text)),
  'reward/render-row.ts renderEvidence': (text) => renderEvidence(evidenceOf(text)),
  'search/address-score.ts addressScore': addressScore,
  'search/bind-units.ts bindUnits': (text) => bindUnits(text, textUnits(text, 500)),
  'search/clean-text.ts breakControlTokens': breakControlTokens,
  'search/clean-text.ts cleanText': cleanText,
  'search/clean-text.ts tidyLines': tidyLines,
  'search/cut-snippets.ts cutSnippets': (text) => cutSnippets({ text, title: text }),
  'search/decode-text.ts decodeText': (text) =>
    decodeText({ bytes: Buffer.from(text), name: text, charset: text, isMarkup: true }),
  'search/decode-text.ts charsetOf': charsetOf,
  'search/decode-as.ts decodeAs': (text) => decodeAs(Buffer.from(text), 'windows-1252'),
  'search/detect-text.ts detectText': (text) => detectText(Buffer.from(text, 'latin1')),
  'search/dom.ts rawText': onPage(rawText),
  'search/failure-reason.ts failureReason': (text) => failureReason(new Error(text)),
  'search/fold-disguises.ts foldDisguises': foldDisguises,
  'search/hash-text.ts hashText': hashText,
  'search/hidden-selectors.ts hiddenSelectors': hiddenSelectors,
  'search/html-depth.ts htmlDepth': htmlDepth,
  'search/index-terms.ts indexTerms': indexTerms,
  'search/index-terms.ts queryTerms': queryTerms,
  'search/mark-suspicious.ts markSuspicious': (text) =>
    markSuspicious(text, bindUnits(text, textUnits(text, 500))),
  'search/markdown-depth.ts markdownDepth': markdownDepth,
  'search/measure-text.ts measureText': onPage(measureText),
  'search/mediawiki.ts createMediaWiki': (text) =>
    createMediaWiki(
      'https://wiki.example/api.php',
      answering({ query: { search: [{ pageid: 1, title: 'a', snippet: text }] } }),
      'test',
    ).search('a', 1, signal),
  'search/passage-row.ts toPassage': toPassage,
  'search/render-text.ts renderText': onPage(renderText),
  'search/robots.ts createRobots': (text) =>
    createRobots('Dunnock', async () => ({
      status: 'found',
      text: `User-agent: *\nDisallow: /${text}`,
    })).isAllowed(new URL('https://a.example/aaaa'), signal),
  'search/screen-evidence.ts screenEvidence': (text) => screenEvidence([evidenceOf(text)]),
  'search/screen-evidence.ts speaksToAgent': speaksToAgent,
  'search/text-units.ts textUnits': (text) => textUnits(text, 500),
  'search/url-guard.ts checkUrl': (text) => refused(() => checkUrl(`https://${text}`)),
  'search/url-guard.ts refusal': (text) => refusal(text, text),
  'search/web-search.ts queryText': queryText,
  'server/access.ts digest': digest,
  'server/host-names.ts createHostCheck': (text) => createHostCheck([])(text),
  'server/host-names.ts isLoopback': isLoopback,
  'server/error-body.ts errorBody': (text) =>
    errorBody(toAppError(new AppError('INTERNAL', text)), 'r'),
  'server/error-body.ts shortened': (text) => shortened(text, 100),
  'server/error-body.ts toAppError': (text) =>
    toAppError(new AppError('INVALID_REQUEST', text, { details: [{ path: text }] })),
  'server/parse-input.ts parseInput': (text) =>
    refused(() => parseInput(z.strictObject({ a: z.string().max(9) }), { a: text, [text]: text })),
  'server/report-failure.ts describeFailure': (text) => describeFailure(new Error(text)),
  'server/routes/openai/openai-error.ts openAiError': (text) =>
    openAiError(new AppError('INTERNAL', text), 'r'),
  'server/routes/openai/request.ts readChatRequest': (text) =>
    refused(() => readChatRequest({ messages: [{ role: 'user', content: text }] })),
  'server/routes/openai/request.ts readResponsesRequest': (text) =>
    readResponsesRequest({ input: text }, () => Promise.resolve('')).catch(() => undefined),
  'server/routes/openai/response.ts turnIdIn': turnIdIn,
  'spec/abstention.ts isAbstention': isAbstention,
  'spec/abstention.ts saysUnknown': saysUnknown,
  'spec/claims.ts claimsOf': claimsOf,
  'spec/claims.ts withoutListNumbers': (text) => withoutListNumbers(text.split('\n')),
  'spec/claims.ts withoutMarkers': withoutMarkers,
  'spec/code-blocks.ts codeBlocks': codeBlocks,
  'spec/code-blocks.ts codeOf': codeOf,
  'spec/code-blocks.ts isCodeBlock': isCodeBlock,
  'spec/number-groups.ts joinThousands': (text) => joinThousands(text, () => true),
  'spec/number-groups.ts spacedNumbers': spacedNumbers,
  'spec/safe-url.ts isSafeUrl': isSafeUrl,
  'spec/citation.ts isSound': (text) =>
    isSound(
      {
        ...whole(text),
        evidenceId: 'e',
        quote: text,
        quoteStart: 0,
        quoteEnd: text.length,
        support: 1,
      },
      text,
      [evidenceOf(text)],
    ),
  'spec/fold-letters.ts compatible': compatible,
  'spec/fold-letters.ts fewerMarks': fewerMarks,
  'spec/missing-values.ts missingFrom': (text) => [
    missingFrom(text)('The bodyLimit is 5 in Paris.'),
    missingFrom('The bodyLimit is 5.')(text),
  ],
  'spec/passage-parts.ts passageParts': passageParts,
  'spec/segments.ts segmentsOf': (text) => {
    for (const granularity of ['sentence', 'word'] as const)
      for (const _ of segmentsOf(new Intl.Segmenter('en', { granularity }), text.slice(0, 3e5)));
  },
  'spec/span.ts fromCodePoints': (text) => refused(() => fromCodePoints(text, whole(text))),
  'spec/span.ts isSpanOf': (text) => isSpanOf(text, whole(text)),
  'spec/span.ts slice': (text) => slice(text, whole(text)),
  'spec/span.ts toCodePoints': (text) => toCodePoints(text, whole(text)),
  'spec/span.ts trimSpan': (text) => trimSpan(text, whole(text)),
  'spec/split-statements.ts splitStatements': splitStatements,
  'spec/turn.ts lastUserText': (text) => lastUserText(dialogueOf(text)),
  'spec/turn.ts wellFormed': wellFormed,
}
