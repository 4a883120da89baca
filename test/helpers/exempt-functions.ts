/** Functions that are not fed by themselves, by the reason why. */
export const EXEMPT: Readonly<Record<string, string>> = {
  'hands its texts on to functions that are fed, or to a model, as they are': `
    agent/decide-search.ts decideSearch
    agent/false-refusal.ts isFalseRefusal
    agent/meet-crisis.ts recogniseCrisis
    agent/choose-reply.ts chooseReply
    agent/gather-evidence.ts findEvidence
    agent/passages/read-passages.ts readPassages
    agent/score-candidates.ts scoreCandidates
    agent/write-queries.ts writeQueries
    reward/read-reward.ts readReward
    search/index/index-source.ts fromIndex
    search/web/find-on-web.ts findOnWeb
    search/index/passage-queries.ts findByWords
    search/web/pick-evidence.ts pickEvidence
    search/index/search-index.ts searchIndex
    search/snippets/select-snippets.ts selectSnippets
    search/take-given-evidence.ts takeGivenEvidence
    search/index/write-documents.ts addDocument
    search/index/write-documents.ts addDocuments
    search/index/draft-documents.ts draftDocument
    search/index/draft-documents.ts identify
    server/turns/score-rows.ts scoreRows
    server/chat/chat-session.ts sendError
    server/errors/answer-no-call.ts answerNoCall
    server/handle-error.ts handleError
    server/anthropic/anthropic-error.ts anthropicError
    server/anthropic/message.ts messageEvents
    server/borrowed/common-request.ts wantedOf
    server/borrowed/messages.ts textOf
    server/borrowed/read-messages.ts instruct
    server/borrowed/read-messages.ts readMessages
    server/borrowed/usage.ts countUsage
    server/openai/find-past.ts findPast
    server/openai/response-events.ts responseEvents
    server/openai/response.ts messageOf
    server/openai/response.ts outputText
    server/openai/response.ts failedResponse
    server/openai/stored-response.ts findStored
    server/openai/stored-response.ts storedResponse
    server/http/sse.ts sendSse
    server/turns/begin-turns.ts beginTurns
    server/turns/find-resent.ts findResent
    inference/workers/worker-messages.ts failureOf`,
  'compares, counts or looks up whole texts': `
    spec/text/content-words.ts coverage
    agent/passages/read-passages.ts withoutReading
    agent/show-passages.ts passagesToShow
    agent/gather-evidence.ts interleave
    search/ranking/fuse-ranks.ts fuseRanks
    search/index/document.ts contentOf
    search/pages/dom.ts isElement
    search/pages/dom.ts childrenOf
    search/pages/dom.ts childElements
    search/fetch/failure-reason.ts causes
    search/fetch/follow-redirects.ts headerOf
    search/index/public-names.ts publicPage
    server/errors/describe-failure.ts exitCodeOf
    server/errors/retry-after.ts retryAfter
    server/turns/score-rows.ts rulesOf
    spec/errors.ts isAppError`,
  'its texts are short: a name, an address, an id, a media type, a cut query': `
    server/borrowed/common-request.ts requireText
    server/http/refusal.ts refusal
    server/openai/response-ids.ts responseIdOf
    server/openai/response-ids.ts messageIdOf
    agent/write-queries.ts completeQuery
    search/fetch/ip-guard.ts refuseAddress
    search/index/document.ts mediaTypeOf
    search/index/document.ts mediaTypeFor
    search/index/document.ts documentId
    search/fetch/follow-redirects.ts followRedirects
    search/index/public-names.ts ownUrl
    search/index/write-documents.ts removeDocuments
    search/index/index-tables.ts isAbandoned
    search/fetch/unpaused-request.ts unpausedRequest
    search/files/walk-files.ts reasonOf`,
  'runs in a thread that is ended at its limits: read-document.test.ts': `
    search/take-given-evidence.ts cutGivenEvidence
    search/reading/document-worker.ts read
    search/reading/document-worker.ts cut
    search/pages/extract-text.ts extractText
    search/pages/html-noise.ts removeHidden
    search/pages/html-noise.ts removeFurniture
    search/pages/html-noise.ts removeLinkLists
    search/pages/main-content.ts mainContent
    search/pages/markdown.ts renderMarkdown
    search/pages/page-metadata.ts readPageMetadata
    search/pages/pdf-text.ts readPdf
    search/fetch/read-answer.ts readAnswer`,
  'bounds what it reads, and only decodes it or checks its shape': `
    search/web/brave.ts createBrave
    search/fetch/decode-body.ts readBody
    search/web/json-api.ts inShape
    search/web/opensearch.ts createOpenSearch
    search/fetch/page-cache.ts createPageCache
    search/pages/page-store.ts openPageStore
    search/web/searxng.ts createSearxng
    search/web/tavily.ts createTavily`,
  'reads settings, paths or our own files': `
    server/weights/weights-folder.ts openWeightsFolder
    server/weights/weights-folder.ts weightsInForce
    agent/crisis/lines.ts crisisHelp
    agent/crisis/pattern.ts phrase
    search/index/document-index.ts openDocumentIndex
    search/index/document-records.ts openDocumentRecords
    search/index/index-tables.ts indexFolder
    search/index/open-sound-index.ts openSoundIndex
    server/access/api-key.ts describeNewKey
    server/setup/open-search.ts openSearch
    search/combine-sources.ts fallBack
    search/files/index-paths.ts indexPaths
    search/index/index-tables.ts openTables
    search/open-web.ts openWeb
    search/web/watch-source.ts watchSource
    search/files/walk-files.ts walkFiles
    inference/graphs/fold-weights.ts foldWeights
    inference/files/manifest.ts readManifest
    inference/files/manifest.ts verifyFiles
    inference/files/open-tokenizer.ts openTokenizer
    inference/graphs/pack-batch.ts rowsOf
    inference/graphs/probe-device.ts probeDevice
    inference/graphs/session-client.ts openSessionClient
    inference/workers/start-worker.ts startWorker
    server/setup/config.ts readConfig
    server/setup/open-models.ts openServed
    search/reading/bounded-queue.ts createBoundedQueue
    server/access/cors.ts createCors
    server/admission/with-seat.ts withSeat
    server/welcome/keep-suggestions.ts keepSuggestions
    server/setup/index-documents.ts planIndexing
    server/setup/index-documents.ts indexInBackground
    server/setup/late.ts createLate
    server/api-docs/openapi.ts describeApi`,
  'reads the language model server that the operator chose': `
    inference/served/find-served.ts findServed
    inference/served/collect-choices.ts collectChoices
    inference/served/dialect.ts namesParameter
    inference/served/dialect.ts probeDialect
    inference/served/explain-failure.ts explainFailure`,
}

export const exemptFunctions = (): readonly string[] =>
  Object.values(EXEMPT).flatMap((list) =>
    list
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
