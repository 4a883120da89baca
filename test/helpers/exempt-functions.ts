/** Functions that are not fed by themselves, by the reason why. */
export const EXEMPT: Readonly<Record<string, string>> = {
  'hands its texts on to functions that are fed, or to a model, as they are': `
    agent/decide-search.ts decideSearch
    agent/meet-crisis.ts recogniseCrisis
    agent/choose-reply.ts chooseReply
    agent/find-evidence.ts findEvidence
    agent/read-passages.ts readPassages
    agent/score-candidates.ts scoreCandidates
    agent/write-queries.ts writeQueries
    reward/read-reward.ts readReward
    search/find-in-index.ts findInIndex
    search/find-on-web.ts findOnWeb
    search/find-passages.ts findByWords
    search/pick-evidence.ts pickEvidence
    search/search-index.ts searchIndex
    search/select-snippets.ts selectSnippets
    search/take-given-evidence.ts takeGivenEvidence
    search/write-documents.ts addDocument
    search/write-documents.ts addDocuments
    search/document-passages.ts draftDocument
    search/document-passages.ts identify
    server/score-rows.ts scoreRows
    server/chat/chat-session.ts sendError
    server/client-error.ts answerNoCall
    server/error-handler.ts handleError
    server/routes/openai/openai-error.ts handleOpenAiError
    server/routes/openai/chat-completion.ts chatCompletion
    server/routes/openai/chat-completion.ts chatCompletionChunks
    server/routes/openai/response.ts responseEvents
    server/sse.ts streamSse
    server/turns/begin-turns.ts beginTurns
    server/turns/find-resent.ts findResent
    inference/worker-messages.ts failureOf
    spec/merge-generators.ts mergeGenerators`,
  'compares, counts or looks up whole texts': `
    agent/content-words.ts coverage
    agent/read-passages.ts withoutReading
    agent/show-passages.ts passagesToShow
    agent/interleave.ts interleave
    search/fuse-ranks.ts fuseRanks
    search/document.ts contentOf
    search/dom.ts isElement
    search/dom.ts childrenOf
    search/dom.ts childElements
    search/failure-reason.ts causes
    search/follow-redirects.ts headerOf
    search/public-address.ts publicPage
    server/report-failure.ts exitCodeOf
    server/retry-after.ts retryAfter
    server/score-rows.ts rulesOf
    spec/errors.ts isAppError`,
  'its texts are short: a name, an address, an id, a media type, a cut query': `
    agent/keep-own-words.ts keepOwnWords
    search/address-guard.ts refuseAddress
    search/document.ts mediaTypeOf
    search/document.ts mediaTypeFor
    search/document.ts documentId
    search/follow-redirects.ts followRedirects
    search/index-writer.ts deleteRevisions
    search/kinds-of-files.ts whyUnsupported
    search/public-address.ts ownUrl
    search/write-documents.ts removeDocuments
    search/revision.ts isAbandoned
    search/unpaused-request.ts unpausedRequest
    search/walk-files.ts reasonOf
    server/turns/number-in-memory.ts numberInMemory`,
  'runs in a thread that is ended at its limits: read-document.test.ts': `
    search/cut-given-evidence.ts cutGivenEvidence
    search/document-worker.ts read
    search/document-worker.ts cut
    search/extract-text.ts extractText
    search/html-noise.ts removeHidden
    search/html-noise.ts removeFurniture
    search/html-noise.ts removeLinkLists
    search/main-content.ts mainContent
    search/markdown.ts renderMarkdown
    search/page-facts.ts readPageFacts
    search/pdf-text.ts readPdf
    search/read-answer.ts readAnswer`,
  'bounds what it reads, and only decodes it or checks its shape': `
    search/brave.ts createBrave
    search/decode-body.ts readBody
    search/json-api.ts inShape
    search/opensearch.ts createOpenSearch
    search/page-cache.ts createPageCache
    search/page-store.ts openPageStore
    search/searxng.ts createSearxng
    search/tavily.ts createTavily`,
  'reads settings, paths or our own files': `
    agent/crisis-lines.ts crisisHelp
    agent/crisis-pattern.ts phrase
    search/document-index.ts openDocumentIndex
    search/document-records.ts openDocumentRecords
    search/index-tables.ts indexFolder
    search/open-sound-index.ts openSoundIndex
    search/write-whole.ts writeWhole
    spec/set-aside-name.ts setAsideName
    server/api-key.ts describeNewKey
    server/open-search.ts openSearch
    search/fall-back.ts fallBack
    search/index-paths.ts indexPaths
    search/index-tables.ts openTables
    search/joint-health.ts jointHealth
    search/open-web.ts openWeb
    search/source-watch.ts watchSource
    search/walk-files.ts walkFiles
    inference/fold-weights.ts foldWeights
    inference/manifest.ts readManifest
    inference/manifest.ts verifyFiles
    inference/open-tokenizer.ts openTokenizer
    inference/pack-batch.ts rowsOf
    inference/probe-device.ts probeDevice
    inference/session-client.ts openSessionClient
    inference/start-worker.ts startWorker
    inference/start-worker.ts startFile
    server/config.ts readConfig
    server/cors.ts createCors
    server/docs-page.ts renderDocs
    server/index-documents.ts planIndexing
    server/index-documents.ts indexInBackground
    server/late.ts createLate
    server/openapi.ts describeApi`,
  'reads the language model server that the operator chose': `
    inference/openai-catalogue.ts findServed
    inference/openai-choices.ts collectChoices
    inference/openai-dialect.ts namesParameter
    inference/openai-dialect.ts probeDialect
    inference/openai-failure.ts explainFailure`,
}

export const exemptFunctions = (): readonly string[] =>
  Object.values(EXEMPT).flatMap((list) =>
    list
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
