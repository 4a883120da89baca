import { z } from 'zod'
import { withAffixes, affixesOf } from '../../src/agent/affixes.ts'
import { alignQuote } from '../../src/agent/align-quote.ts'
import { cite, declined } from '../../src/agent/cite.ts'
import { streamReply } from '../../src/agent/compose-reply.ts'
import { findCrisis } from '../../src/agent/crisis/find-crisis.ts'
import { isFramed, turnsAway } from '../../src/agent/crisis/other-matters.ts'
import { plainSentences } from '../../src/agent/crisis/plain-sentences.ts'
import { cutText } from '../../src/agent/window/cut-text.ts'
import { fitDialogue } from '../../src/agent/window/fit-dialogue.ts'
import { safeEvidence } from '../../src/agent/gather-evidence.ts'
import { extractCandidates } from '../../src/agent/passages/extract-candidates.ts'
import { countWords, extractsAround } from '../../src/agent/passages/extracts.ts'
import { bestPart } from '../../src/agent/passages/read-passages.ts'
import { withoutEchoes } from '../../src/agent/score-candidates.ts'
import { showPassages } from '../../src/agent/show-passages.ts'
import { renderPrompt } from '../../src/inference/embedded/render-prompt.ts'
import { countTokens } from '../../src/inference/served/draw-samples.ts'
import { asPlainText, renderMessages } from '../../src/inference/served/prompts.ts'
import { saidIn } from '../../src/inference/served/thoughts.ts'
import { packAsked, packPassage, packReply } from '../../src/reward/pack-passage.ts'
import { packDialogue, packRow, packRule } from '../../src/reward/pack-row.ts'
import { planRows } from '../../src/reward/plan-rows.ts'
import { lastSaid, renderDialogue, renderEvidence } from '../../src/reward/render-row.ts'
import { failureReason } from '../../src/search/fetch/failure-reason.ts'
import { createRobots } from '../../src/search/fetch/robots.ts'
import { checkUrl, refusal } from '../../src/search/fetch/url-guard.ts'
import { toPassage } from '../../src/search/index/passage-row.ts'
import { breakControlTokens, cleanText, tidyLines } from '../../src/search/pages/clean-text.ts'
import { decodeAs } from '../../src/search/pages/decode-as.ts'
import { charsetOf, decodeText } from '../../src/search/pages/decode-text.ts'
import { detectText } from '../../src/search/pages/detect-text.ts'
import { rawText } from '../../src/search/pages/dom.ts'
import { hashText } from '../../src/search/pages/hash-text.ts'
import { hiddenSelectors } from '../../src/search/pages/html-noise.ts'
import { htmlDepth, markdownDepth } from '../../src/search/pages/nesting-depth.ts'
import { measureText } from '../../src/search/pages/measure-text.ts'
import { renderText } from '../../src/search/pages/render-text.ts'
import { withoutHugoTags, withoutLiquidTags } from '../../src/search/pages/template-tags.ts'
import { indexTerms, queryTerms } from '../../src/search/ranking/terms.ts'
import { foldDisguises } from '../../src/search/screen/fold-disguises.ts'
import { injectionScore } from '../../src/search/screen/injection-score.ts'
import { screenEvidence, speaksToAgent } from '../../src/search/screen/screen-evidence.ts'
import { bindUnits } from '../../src/search/snippets/bind-units.ts'
import { cutSnippets } from '../../src/search/snippets/cut-snippets.ts'
import { markInjections } from '../../src/search/snippets/mark-injections.ts'
import { textUnits } from '../../src/search/snippets/text-units.ts'
import { createMediaWiki } from '../../src/search/web/mediawiki.ts'
import { queryText } from '../../src/search/web/search-service.ts'
import { readMessagesRequest } from '../../src/server/anthropic/messages-request.ts'
import { isCited } from '../../src/server/borrowed/model-names.ts'
import { digest } from '../../src/server/access/check-access.ts'
import { isToken, keyOfToken } from '../../src/server/access/embed-token.ts'
import { createHostCheck, isLoopback } from '../../src/server/access/host-names.ts'
import { describeFailure } from '../../src/server/errors/describe-failure.ts'
import { errorBody, shortened, toAppError } from '../../src/server/errors/error-body.ts'
import { escapeHtml } from '../../src/spec/text/escape-html.ts'
import { parseInput } from '../../src/server/http/parse-input.ts'
import { openAiError } from '../../src/server/openai/openai-error.ts'
import { readChatRequest, readCompletionRequest } from '../../src/server/openai/chat-request.ts'
import { pageHtml } from '../../src/server/routes/page-html.ts'
import { turnIdIn } from '../../src/server/openai/response-ids.ts'
import { readResponsesRequest } from '../../src/server/openai/responses-request.ts'
import { draftQuestions } from '../../src/server/welcome/draft-questions.ts'
import { isSound } from '../../src/spec/citation.ts'
import { AppError } from '../../src/spec/errors.ts'
import { fromCodePoints, isSpanOf, slice, toCodePoints, trimSpan } from '../../src/spec/span.ts'
import { isAbstention, saysUnknown } from '../../src/spec/text/abstention.ts'
import { claimsOf, withoutListNumbers, withoutMarkers } from '../../src/spec/text/claims.ts'
import { codeBlocks, codeOf, isCodeBlock, linesAndBlocks } from '../../src/spec/text/code-blocks.ts'
import { compatible, fewerMarks } from '../../src/spec/text/fold-letters.ts'
import { meetsHarm } from '../../src/spec/text/meets-harm.ts'
import { joinThousands, spacedNumbers } from '../../src/spec/text/number-groups.ts'
import { kindOfLine, passageParts } from '../../src/spec/text/passage-parts.ts'
import { isSafeUrl } from '../../src/spec/text/safe-url.ts'
import { segmentsOf } from '../../src/spec/text/segments.ts'
import { splitStatements, statementsOf } from '../../src/spec/text/split-statements.ts'
import { lastUserText, wellFormed } from '../../src/spec/turn.ts'
import { fakeReader } from './fakes.ts'
import { FED_WORDS } from './fed-words.ts'
import {
  type Feed,
  whole,
  evidenceOf,
  readOf,
  dialogueOf,
  scorecard,
  candidateOf,
  citing,
  tokenizer,
  format,
  signal,
  refused,
  answering,
  onPage,
} from './fed-values.ts'

export const FED: Readonly<Record<string, Feed>> = {
  ...FED_WORDS,
  'agent/align-quote.ts alignQuote': (text) => [alignQuote(text, 'So.'), alignQuote('So.', text)],
  'agent/cite.ts cite': (text) => cite(candidateOf(text), citing),
  'agent/cite.ts declined': declined,
  // Only ends of a text are read, as plain sentences.
  'agent/crisis/other-matters.ts isFramed': (text) => isFramed(text.slice(0, 6_000)),
  'agent/crisis/plain-sentences.ts plainSentences': plainSentences,
  'agent/crisis/other-matters.ts turnsAway': turnsAway,
  'agent/passages/extract-candidates.ts extractCandidates': (text) =>
    extractCandidates(fakeReader(), dialogueOf(text), [readOf(text)], 3),
  'agent/passages/extracts.ts countWords': countWords,
  'agent/passages/extracts.ts extractsAround': (text) => {
    const parts = passageParts(text)
    return [0, parts.length >> 1, parts.length - 1].map((at) =>
      extractsAround(evidenceOf(text), parts, at),
    )
  },
  'agent/crisis/find-crisis.ts findCrisis': (text) => findCrisis(dialogueOf(text)),
  'agent/window/cut-text.ts cutText': (text) =>
    cutText(text, 200, { countTokens: (one) => one.length }),
  'agent/window/fit-dialogue.ts fitDialogue': (text) =>
    fitDialogue(dialogueOf(text), { tokens: 500, turn: 300 }, { countTokens: (one) => one.length }),
  'agent/affixes.ts withAffixes': (text) =>
    withAffixes(text, { start: 'Well,', end: ', Captain.' }),
  'agent/affixes.ts affixesOf': (text) =>
    affixesOf([text, `${text}.`], dialogueOf(text), [evidenceOf(text)]),
  'agent/passages/read-passages.ts bestPart': (text) => bestPart(readOf(text)),
  'agent/gather-evidence.ts safeEvidence': (text) =>
    safeEvidence([{ ...evidenceOf(text), url: text }]),
  'agent/show-passages.ts showPassages': (text) => showPassages([readOf(text)]),
  'agent/compose-reply.ts streamReply': (text) => [
    ...streamReply({ text, citations: [], statements: [], abstained: false }),
  ],
  'agent/score-candidates.ts withoutEchoes': (text) =>
    withoutEchoes({ ...scorecard, statements: [] }, text, `what ${text}`),
  'inference/served/draw-samples.ts countTokens': countTokens,
  'inference/served/prompts.ts asPlainText': asPlainText,
  'inference/served/prompts.ts renderMessages': (text) =>
    renderMessages({ dialogue: dialogueOf(text), evidence: [evidenceOf(text)], writes: 'agent' }),
  'inference/embedded/render-prompt.ts renderPrompt': (text) =>
    renderPrompt(
      { dialogue: dialogueOf(text), evidence: [evidenceOf(text)], writes: 'agent' },
      tokenizer,
      format,
    ),
  'inference/served/thoughts.ts saidIn': (text) => saidIn(text),
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
  'search/screen/injection-score.ts injectionScore': injectionScore,
  'search/snippets/bind-units.ts bindUnits': (text) => bindUnits(text, textUnits(text, 500)),
  'search/pages/clean-text.ts breakControlTokens': breakControlTokens,
  'search/pages/clean-text.ts cleanText': cleanText,
  'search/pages/clean-text.ts tidyLines': tidyLines,
  'search/snippets/cut-snippets.ts cutSnippets': (text) => cutSnippets({ text, title: text }),
  'search/pages/decode-text.ts decodeText': (text) =>
    decodeText({ bytes: Buffer.from(text), name: text, charset: text, isMarkup: true }),
  'search/pages/decode-text.ts charsetOf': charsetOf,
  'search/pages/decode-as.ts decodeAs': (text) => decodeAs(Buffer.from(text), 'windows-1252'),
  'search/pages/detect-text.ts detectText': (text) => detectText(Buffer.from(text, 'latin1')),
  'search/pages/dom.ts rawText': onPage(rawText),
  'search/fetch/failure-reason.ts failureReason': (text) => failureReason(new Error(text)),
  'search/screen/fold-disguises.ts foldDisguises': foldDisguises,
  'server/access/embed-token.ts isToken': isToken,
  'server/access/embed-token.ts keyOfToken': (text) =>
    keyOfToken(text, [text], { origin: text, call: 'POST /reply', now: 0 }),
  'search/pages/hash-text.ts hashText': hashText,
  'search/pages/html-noise.ts hiddenSelectors': hiddenSelectors,
  'search/pages/nesting-depth.ts htmlDepth': htmlDepth,
  'search/ranking/terms.ts indexTerms': indexTerms,
  'search/ranking/terms.ts queryTerms': queryTerms,
  'search/snippets/mark-injections.ts markInjections': (text) =>
    markInjections(text, bindUnits(text, textUnits(text, 500))),
  'search/pages/nesting-depth.ts markdownDepth': markdownDepth,
  'search/pages/measure-text.ts measureText': onPage(measureText),
  'search/web/mediawiki.ts createMediaWiki': (text) =>
    createMediaWiki(
      'https://wiki.example/api.php',
      answering({ query: { search: [{ pageid: 1, title: 'a', snippet: text }] } }),
      'test',
    ).search('a', 1, signal),
  'search/index/passage-row.ts toPassage': toPassage,
  'search/pages/render-text.ts renderText': onPage(renderText),
  'search/pages/template-tags.ts withoutHugoTags': withoutHugoTags,
  'search/pages/template-tags.ts withoutLiquidTags': withoutLiquidTags,
  'search/fetch/robots.ts createRobots': (text) =>
    createRobots('Dunnock', async () => ({
      status: 'found',
      text: `User-agent: *\nDisallow: /${text}`,
    })).isAllowed(new URL('https://a.example/aaaa'), signal),
  'search/screen/screen-evidence.ts screenEvidence': (text) => screenEvidence([evidenceOf(text)]),
  'search/screen/screen-evidence.ts speaksToAgent': speaksToAgent,
  'search/snippets/text-units.ts textUnits': (text) => textUnits(text, 500),
  'search/fetch/url-guard.ts checkUrl': (text) => refused(() => checkUrl(`https://${text}`)),
  'search/fetch/url-guard.ts refusal': (text) => refusal(text, text),
  'search/web/search-service.ts queryText': queryText,
  'server/access/check-access.ts digest': digest,
  'server/welcome/draft-questions.ts draftQuestions': draftQuestions,
  'server/access/host-names.ts createHostCheck': (text) => createHostCheck([])(text),
  'server/access/host-names.ts isLoopback': isLoopback,
  'server/errors/error-body.ts errorBody': (text) =>
    errorBody(toAppError(new AppError('INTERNAL', text)), 'r'),
  'server/errors/error-body.ts shortened': (text) => shortened(text, 100),
  'server/errors/error-body.ts toAppError': (text) =>
    toAppError(new AppError('INVALID_REQUEST', text, { details: [{ path: text }] })),
  'spec/text/escape-html.ts escapeHtml': escapeHtml,
  'server/http/parse-input.ts parseInput': (text) =>
    refused(() => parseInput(z.strictObject({ a: z.string().max(9) }), { a: text, [text]: text })),
  'server/errors/describe-failure.ts describeFailure': (text) => describeFailure(new Error(text)),
  'server/openai/openai-error.ts openAiError': (text) =>
    openAiError(new AppError('INTERNAL', text), 'r'),
  'server/anthropic/messages-request.ts readMessagesRequest': (text) => {
    const source = { type: 'text', data: text }
    const content = [
      { type: 'document', source, title: text },
      { type: 'text', text },
    ]
    return refused(() => readMessagesRequest({ messages: [{ role: 'user', content }] }))
  },
  'server/borrowed/model-names.ts isCited': isCited,
  'server/openai/chat-request.ts readChatRequest': (text) =>
    refused(() => readChatRequest({ messages: [{ role: 'user', content: text }] })),
  'server/openai/chat-request.ts readCompletionRequest': (text) =>
    refused(() => readCompletionRequest({ prompt: text })),
  'server/openai/responses-request.ts readResponsesRequest': (text) =>
    readResponsesRequest(
      { input: text, instructions: text },
      { findTurn: () => Promise.resolve(undefined), getDialogue: () => Promise.resolve(undefined) },
    ).catch(() => undefined),
  'server/routes/page-html.ts pageHtml': (text) =>
    pageHtml({ hash: 'p', text, url: text, title: text }, { start: 1, end: 9 }),
  'server/openai/response-ids.ts turnIdIn': turnIdIn,
  'spec/text/abstention.ts isAbstention': isAbstention,
  'spec/text/abstention.ts saysUnknown': saysUnknown,
  'spec/text/meets-harm.ts meetsHarm': meetsHarm,
  'spec/text/claims.ts claimsOf': claimsOf,
  'spec/text/claims.ts withoutListNumbers': (text) => withoutListNumbers(text.split('\n')),
  'spec/text/claims.ts withoutMarkers': withoutMarkers,
  'spec/text/code-blocks.ts codeBlocks': codeBlocks,
  'spec/text/code-blocks.ts codeOf': codeOf,
  'spec/text/code-blocks.ts isCodeBlock': isCodeBlock,
  'spec/text/code-blocks.ts linesAndBlocks': linesAndBlocks,
  'spec/text/number-groups.ts joinThousands': (text) => joinThousands(text, () => true),
  'spec/text/number-groups.ts spacedNumbers': spacedNumbers,
  'spec/text/safe-url.ts isSafeUrl': isSafeUrl,
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
  'spec/text/fold-letters.ts compatible': compatible,
  'spec/text/fold-letters.ts fewerMarks': fewerMarks,
  'spec/text/passage-parts.ts kindOfLine': kindOfLine,
  'spec/text/passage-parts.ts passageParts': passageParts,
  'spec/text/segments.ts segmentsOf': (text) => {
    for (const granularity of ['sentence', 'word'] as const)
      for (const _ of segmentsOf(new Intl.Segmenter('en', { granularity }), text.slice(0, 3e5)));
  },
  'spec/span.ts fromCodePoints': (text) => refused(() => fromCodePoints(text, whole(text))),
  'spec/span.ts isSpanOf': (text) => isSpanOf(text, whole(text)),
  'spec/span.ts slice': (text) => slice(text, whole(text)),
  'spec/span.ts toCodePoints': (text) => toCodePoints(text, whole(text)),
  'spec/span.ts trimSpan': (text) => trimSpan(text, whole(text)),
  'spec/text/split-statements.ts splitStatements': splitStatements,
  'spec/text/split-statements.ts statementsOf': statementsOf,
  'spec/turn.ts lastUserText': (text) => lastUserText(dialogueOf(text)),
  'spec/turn.ts wellFormed': wellFormed,
}
